import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { allCases } from '../engine/cases.ts';
import { engineUnderTest, fixtureText, root } from '../engine/engine-under-test.ts';
import { goldenOf, goldenOfOutcome, kept } from '../engine/golden.ts';
import { helmTemplate } from '../engine/helm-oracle.ts';
import { knownVersions, knownVersionsFile } from '../engine/known-versions.ts';

const engine = engineUnderTest();
afterAll(() => {
  engine.stop();
});

test.for(allCases())('$name: to the byte what helm prints now', async (asked) => {
  const chart = await engine.readChart(asked.chart);
  const outcome =
    chart.kind === 'read' ? await engine.render({ ...asked.request, chart: chart.chart }) : chart;
  const printed = goldenOf(helmTemplate(asked.chart, asked.request));
  expect(goldenOfOutcome(outcome)).toBe(printed);
  expect(fixtureText(asked.golden)).toBe(kept(printed, asked.like));
});

test('the engine knows the API versions that helm knows', () => {
  expect(fixtureText(knownVersionsFile)).toBe(knownVersions());
});

test('the committed engine is what its sources compile to', { timeout: 600_000 }, () => {
  execFileSync(process.execPath, [join(root, 'build', 'engine.ts'), '--check'], { stdio: 'pipe' });
});
