import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { boxReads } from '../../server/src/chart/box-reads.ts';
import { tabulateReads } from '../../server/src/chart/reads-table.ts';
import table from '../../server/src/chart/data/box-reads.json' with { type: 'json' };
import { indexReads, type ChartRead } from '../../server/src/chart/chart-read.ts';
import { conditionsIn, holds } from '../../server/src/chart/condition.ts';
import { readsFinder } from '../../server/src/chart/reads-finder.ts';
import { chartAt, engineUnderTest, fixtures, root } from '../engine/engine-under-test.ts';
import { wholeChart02 } from '../lint/charts.ts';

const engine = engineUnderTest();
afterAll(() => {
  engine.stop();
});

async function readsOf(directory: string): Promise<readonly ChartRead[]> {
  const outcome = await engine.reads(await chartAt(engine, directory));
  if (outcome.kind !== 'reads') throw new Error(JSON.stringify(outcome));
  return outcome.reads;
}

test('what is written down of the chart in the box is what its templates read (npm run generate)', async () => {
  const reads = await readsOf(join(root, 'inference-charts'));
  expect(table).toEqual(JSON.parse(JSON.stringify(tabulateReads(reads))));
  expect(boxReads()).toHaveLength(reads.length);
  expect(boxReads()[0]).toMatchObject({ path: reads[0]?.path, file: reads[0]?.file });
});

test('what the tests take a chart 0.2 to read is what its templates read', async () => {
  const written: unknown = JSON.parse(
    readFileSync(join(fixtures, 'reads/generation-0.2.json'), 'utf8'),
  );
  expect(written).toEqual(
    JSON.parse(JSON.stringify(await readsOf(join(fixtures, 'charts/generation-0.2')))),
  );
});

test('every framework of the chart 0.2 in the tests renders a workload', async () => {
  const chart = await chartAt(engine, join(fixtures, 'charts/generation-0.2'));
  for (const framework of wholeChart02.frameworks) {
    const text = `inference: { framework: ${framework}, modelServer: { vllmVersion: "0.9.1" } }\nmodelParameters: { pipelineParallelSize: 1, pipeline: diffusion }\n`;
    const outcome = await engine.render({
      chart,
      valuesFiles: [{ name: 'values.yaml', text }],
      release: 'r',
      namespace: 'default',
    });
    if (outcome.kind !== 'rendered') throw new Error(`${framework}: ${JSON.stringify(outcome)}`);
    const kinds = outcome.documents.map(({ kind }) => kind);
    expect(kinds.some((kind) => /Deployment|RayService|LeaderWorkerSet/.test(kind))).toBe(true);
  }
});

test('a chart is asked once, and again after a change; one that cannot be analysed is left alone', async () => {
  let asked = 0;
  const counting = {
    ...engine,
    reads: (...request: Parameters<typeof engine.reads>) => {
      asked++;
      return engine.reads(...request);
    },
  };
  const finder = readsFinder(counting);
  const directory = join(fixtures, 'charts/generation-0.2');
  const bare = { ...wholeChart02, location: { directory, chosenBy: 'nearby' as const } };
  delete (bare as { reads?: unknown }).reads;
  expect(finder.withReads(bare).reads).toBeUndefined();
  await Promise.all([finder.find(bare), finder.find(bare)]);
  expect(finder.withReads(bare).reads?.touching(['model'])).not.toEqual([]);
  expect(asked).toBe(1);
  finder.forget(join(directory, 'templates/ray.yaml'));
  expect(finder.withReads(bare).reads).toBeUndefined();
  await finder.find(bare);
  // The files are the same, so the answer is too.
  expect(asked).toBe(1);
  expect(finder.withReads(bare).reads).toBeDefined();
  await finder.find({
    ...bare,
    location: { directory: join(fixtures, 'charts/none'), chosenBy: 'nearby' },
  });
});

test('keys are looked up through wild cards, maps above and parts below', () => {
  const read = (path: string, readsBelow = false): ChartRead => ({
    file: 'templates/a.yaml',
    path: path.split('.'),
    readsBelow,
    isCondition: false,
    guards: [],
  });
  const reads = indexReads([read('a.*.b', true), read('c.d'), read('e', true)]);
  const count = (path: string) => reads.touching(path.split('.')).length;
  expect(['a', 'a.x', 'a.x.b', 'a.x.b.y', 'a.x.z', 'c.d.e', 'e.x.y', 'f'].map(count)).toEqual([
    1, 1, 1, 1, 0, 0, 1, 0,
  ]);
  expect(reads.keys(['c'])).toEqual(['d']);
  expect(reads.keys(['a'])).toEqual([]);
  expect(reads.pathsOf('d')).toEqual([['c', 'd']]);
  expect(reads.isReadWhole(['e', 'x'])).toBe(true);
  expect(reads.isReadWhole(['a', 'x'])).toBe(false);
});

test.each([
  ['eq .Values.f "x" "y"', true],
  ['eq $.Values.f "y"', false],
  ['ne .Values.f "y"', true],
  ['or (eq .Values.f "y") (eq .Values.f "x")', true],
  ['or (eq .Values.f "y") .Values.g', undefined],
  ['and (eq .Values.f "y") .Values.g', false],
  ['and (eq .Values.f "x") (not .Values.g)', undefined],
  ['not (eq "x" .Values.f)', false],
  ['include "isX" .', true],
  ['include "unknown" .', undefined],
  ['include "loop" .', undefined],
  ['eq (.Values.f | default "x") "x"', undefined],
  ['eq (lower .Values.f) "y"', undefined],
  ['range $k, $v := .Values.f', undefined],
  ['.Values.f', undefined],
  ['eq', undefined],
  ['((', undefined],
])('%s is %s', (text, expected) => {
  const named = conditionsIn([
    '{{- define "isX" -}}\n{{- if eq .Values.f "x" }}true{{ end -}}\n{{- end -}}',
    '{{ define "loop" }}{{ if include "loop" . }}true{{ end }}{{ end }}',
    '{{ define "other" }}{{ .Values.f }}{{ end }}',
  ]);
  const known = (path: string) => (path === 'f' ? 'x' : undefined);
  expect(holds(text, known, named)).toBe(expected);
});
