import { expect, test } from 'vitest';
import { findFramework } from '../../server/src/catalog/frameworks.ts';
import { historyOf, knownChart } from '../../server/src/chart/known-chart.ts';
import data from '../../server/src/chart/data/known-0.2.json' with { type: 'json' };
import { analyze } from '../../server/src/ide/analysis.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { parse } from '../../server/src/syntax/parse.ts';

const chart = knownChart();

function found(text: string): string[] {
  return diagnose(analyze(parse(text), { chart, earlier: [] }))
    .filter(({ code }) => code !== 'chart-not-found')
    .map(({ severity, code, path }) => `${severity} ${code} ${path.join('.')}`);
}

test('the newest release that is known stands in for a chart of generation 0.2', () => {
  expect(chart).toMatchObject({ name: 'inference-charts', generation: '0.2' });
  expect(chart.location.directory).toBeUndefined();
  expect(chart.frameworks).toContain('llama-cpp');
});

test('what each of its frameworks is stands in the catalog', () => {
  expect(chart.frameworks.filter((name) => findFramework(name) === undefined)).toEqual([]);
});

test('nothing of the templates but facts is kept: conditions name frameworks and accelerators alone', () => {
  const words = data.reads.guards.map(([text]) =>
    String(text).replaceAll(
      /\b(?:eq|or|and)\b|\.Values\.inference\.(?:framework|accelerator)|"[\w-]+"|[()\s]/g,
      '',
    ),
  );
  expect(new Set(words)).toEqual(new Set(['']));
  expect(data.reads.files).toEqual(['']);
});

test('its defaults take part: a key that is left out has the value of the release', () => {
  const analysis = analyze(parse('model: a/b\n'), { chart, earlier: [] });
  expect(analysis.config.imageRepository).toMatchObject({ value: 'vllm/vllm-openai' });
});

test('which keys have an effect is told by framework and accelerator', () => {
  const file = (framework: string) =>
    `model: a/b\ninference:\n  framework: ${framework}\n  rayOptions:\n    rayVersion: "2.47.0"\n  modelServer:\n    vllmVersion: "0.9.1"\n    image:\n      repository: a/b\n      tag: v1\n    deployment:\n      sharedMemory: 2Gi\n`;
  expect(found(file('vllm'))).toEqual([
    'information key-not-read inference.rayOptions',
    'information key-not-read inference.modelServer.vllmVersion',
  ]);
  expect(found(file('ray-vllm'))).toContain(
    'information key-not-read inference.modelServer.deployment.sharedMemory',
  );
});

test('a misspelt key is a warning; under a framework whose templates nobody saw there is silence', () => {
  const file = (framework: string) =>
    `model: a/b\ninference:\n  framework: ${framework}\n  modelServer:\n    deployment:\n      sharedMemroy: 2Gi\n`;
  const code = 'key-never-read inference.modelServer.deployment.sharedMemroy';
  expect(found(file('vllm'))).toEqual([`warning ${code}`]);
  for (const framework of chart.unseenFrameworks ?? [])
    expect(found(file(framework)).filter((one) => one.endsWith(code))).toEqual([]);
});

test('a key that all known releases have has no history', () => {
  expect(historyOf(['inference', 'framework'])).toEqual({});
});
