import { afterAll, expect, test } from 'vitest';
import { allCases } from './cases.ts';
import { engineUnderTest, fixtureText } from './engine-under-test.ts';
import { goldenOfOutcome, kept } from './golden.ts';

const engine = engineUnderTest();
afterAll(() => {
  engine.stop();
});

test.for(allCases())('$name: to the byte what helm printed', async (asked) => {
  const chart = await engine.readChart(asked.chart);
  const outcome =
    chart.kind === 'read' ? await engine.render({ ...asked.request, chart: chart.chart }) : chart;
  expect(kept(goldenOfOutcome(outcome), asked.like)).toBe(fixtureText(asked.golden));
});
