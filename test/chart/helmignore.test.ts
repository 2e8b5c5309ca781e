import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { helmIgnored, type Ignored } from '../../server/src/chart/helmignore.ts';
import { engineUnderTest } from '../engine/engine-under-test.ts';

const engine = engineUnderTest();
const folder = mkdtempSync(join(tmpdir(), 'inference-charts-ignore-'));
const paths = [
  'Chart.yaml',
  'a',
  'a.yaml',
  'ab/a.yaml',
  'ab/b-c/a.bak',
  'b/[x]',
  'files/é.py',
  'files/run.py',
  'templates/.hidden.yaml',
  'templates/a.yaml',
  'templates/ab/.a.yaml',
  'templates/ab/a.bak',
];
for (const path of paths) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), '');
}
afterAll(() => {
  engine.stop();
  rmSync(folder, { recursive: true });
});

/** A folder that is left out takes with it what lies in it. */
function kept(isIgnored: Ignored): readonly string[] {
  return paths.filter((path) => {
    const steps = path.split('/');
    const above = steps.slice(1).map((_, at) => steps.slice(0, at + 1).join('/'));
    return !above.some((inner) => isIgnored(inner, true)) && !isIgnored(path, false);
  });
}

/** What Helm's own code loads; undefined when it refuses the rules. */
async function keptByHelm(rules: string): Promise<readonly string[] | undefined> {
  writeFileSync(join(folder, '.helmignore'), rules);
  const read = await engine.readChart(folder);
  if (read.kind !== 'read' || !('files' in read.chart)) return undefined;
  return read.chart.files.map(({ path }) => path).filter((path) => path !== '.helmignore');
}

test.each([
  '',
  '*.bak\n# a comment\n\n  .git/  ',
  '/a\n!*.yaml',
  'ab/',
  'templates/*\n',
  'a?',
  '[a-b]*',
  '[^a]*',
  '\\a',
  '*é*',
  '\uFEFFa.yaml\r\n',
])('%j leaves out what Helm leaves out', async (rules) => {
  const helm = await keptByHelm(rules);
  expect(helm).toBeDefined();
  expect([...kept(helmIgnored(rules))].sort()).toEqual([...(helm ?? [])].sort());
});

const piece = fc.constantFrom(
  ...['a', 'b', '*', '?', '/', '!', '.', '-', 'templates', 'yaml', 'ab', '[', ']', '^', '\\', 'é'],
  ...['[a-c]', '[^a]', '[b-a]', '\\*', '*.bak', '#'],
);
const rule = fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join(''));

test('any rules leave out what Helm leaves out', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(rule, { minLength: 1, maxLength: 3 }), async (rules) => {
      const helm = await keptByHelm(rules.join('\n'));
      // Rules that Helm refuses make no chart.
      if (helm === undefined) return;
      expect([...kept(helmIgnored(rules.join('\n')))].sort()).toEqual([...helm].sort());
    }),
    { numRuns: 400 },
  );
});

test('a pattern that would be tried for ages is not', () => {
  const isIgnored = helmIgnored(`${'*a'.repeat(40)}b`);
  expect(isIgnored('a'.repeat(250), false)).toBe(false);
});
