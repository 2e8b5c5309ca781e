import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { sourceOfChart } from '../../server/src/chart/source-of-chart.ts';
import type { Chart } from '../../server/src/chart/chart.ts';
import { toValue, type Path } from '../../server/src/syntax/node.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { engineUnderTest, root } from '../engine/engine-under-test.ts';
import { boxChart } from '../lint/charts.ts';
import { tell } from './render.ts';

const engine = engineUnderTest({ requestMs: 120_000, startMs: 120_000 });
afterAll(() => {
  engine.stop();
});

const folder = join(root, 'presets');
const presets = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => valuesIn(readFileSync(join(folder, file), 'utf8')));
const defaults = valuesIn(boxChart.defaults.text);

/** Every key of the chart and of the presets. Lists are replaced whole. */
const paths: readonly Path[] = [
  ...new Map(
    [defaults, ...presets].flatMap((one) => keysIn(one)).map((path) => [path.join('\n'), path]),
  ).values(),
];

/** Nulls, other types, and texts that YAML reads as something else where a template does not quote them. */
const others: readonly unknown[] = [
  ...[null, null, null, '', 0, -1, 0.5, 5, 1e12, true, [], {}, [1], ['a', 'b'], { a: 1 }],
  ...['text', 'a: b', 'a #b', '- a', '{a', '*a', '%a', '@a', 'a:', '"', "it's", 'a\nb', ' a', '~'],
];

test(
  'whatever the chart in the box refuses, an error of check says so',
  { timeout: 240_000 },
  async () => {
    const read = await sourceOfChart(boxChart, engine);
    if (read.kind !== 'read') throw new Error(read.kind);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...presets),
        fc.array(fc.tuple(fc.constantFrom(...paths), fc.constantFrom(...others)), {
          minLength: 1,
          maxLength: 2,
        }),
        async (preset, changes) => {
          const changed = changes.reduce<unknown>(
            (values, [path, value]) => withValue(values, path, value),
            preset,
          );
          const text = JSON.stringify(changed, undefined, 1);
          const isRefused = async (from: Chart) => {
            const { before, byRender } = await tell(engine, text, { chart: from, read });
            return [...before, ...byRender].some(({ severity }) => severity === 'error');
          };
          if (await isRefused(boxChart)) return;
          // A chart of the user's own is always rendered.
          const location = { ...boxChart.location, chosenBy: 'setting' as const };
          expect(await isRefused({ ...boxChart, location })).toBe(false);
          const valuesFiles = [{ name: 'values.yaml', text }];
          const placement = { release: 'qwen', namespace: 'default' };
          const { kind } = await engine.render({ chart: read.chart, valuesFiles, ...placement });
          expect(kind).toBe('rendered');
        },
      ),
      { numRuns: 300, seed: 20261129 },
    );
  },
);

function valuesIn(text: string): unknown {
  const { root: node } = parse(text);
  return node === undefined ? {} : toValue(node);
}

function keysIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [...path, key],
    ...keysIn(inner, [...path, key]),
  ]);
}

function withValue(values: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const isMap = typeof values === 'object' && values !== null && !Array.isArray(values);
  const map = isMap ? (values as Readonly<Record<string, unknown>>) : {};
  return { ...map, [key]: withValue(map[key], rest, value) };
}
