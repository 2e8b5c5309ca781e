import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generationWords } from '../../build/generate-generation-words.ts';
import { generationOfWords } from '../../server/src/chart/generation-of-words.ts';
import { parse } from '../../server/src/syntax/parse.ts';

const of = (...texts: readonly string[]) => generationOfWords(texts.map((text) => parse(text)));

test('what is written down of the schemas is what they say (npm run generate)', () => {
  const file = join(import.meta.dirname, '../../server/src/chart/data/generation-words.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(generationWords())),
  );
});

test.each<[string, string, '0.1' | '0.2' | undefined]>([
  ['a framework of 0.1', 'inference: { framework: rayVllm }', '0.1'],
  ['a framework of 0.2', 'inference: { framework: llama-cpp }', '0.2'],
  ['a framework of both', 'inference: { framework: vllm }', undefined],
  ['a framework that nobody knows', 'inference: { framework: rayvllm }', undefined],
  ['an accelerator of 0.2', 'inference: { accelerator: graviton }', '0.2'],
  ['the model at the top', 'model: Qwen/Qwen3-8B', '0.2'],
  ['the model among the parameters', 'modelParameters: { modelId: Qwen/Qwen3-8B }', '0.1'],
  ['a model that is not said', 'model: ""\nmodelParameters: { modelId: Qwen/Qwen3-8B }', '0.1'],
  ['a map of another chart', 'model: { name: x }\nmodelParameters: { modelId: a/b }', '0.1'],
  ['a copy to a bucket', 's3ModelCopy: { model: a/b }', '0.2'],
  ['a cache of NIM', 'nimCache: {}', '0.2'],
  ['a service of NIM', 'nimService: {}', '0.2'],
  ['a list of variables', 'inference: { modelServer: { env: [{ name: A, value: b }] } }', '0.1'],
  ['a map of variables', 'inference: { modelServer: { env: { A: b } } }', '0.2'],
  ['no variables', 'inference: { modelServer: { env: {} } }', undefined],
  ['parameters that both have', 'modelParameters: { maxModelLen: 8192 }', undefined],
  ['a parameter that becomes a flag', 'modelParameters: { enforceEager: true }', undefined],
  ['what anybody’s chart has', 'global: { resources: {} }', undefined],
  ['nothing', '', undefined],
  ['a list', '- model: a', undefined],
])('%s', (_what, text, generation) => {
  expect(of(text)).toBe(generation);
});

test('the framework outranks where the model stands, and that outranks other keys', () => {
  expect(of('inference: { framework: rayVllm }\nmodel: a/b\nhfTokenSecret: {}')).toBe('0.1');
  expect(of('modelParameters: { modelId: a/b }\nhfTokenSecret: {}\nextraLabels: {}')).toBe('0.1');
});

test('what says both things equally leaves it to the next, and the rest to the majority', () => {
  const both = 'model: a/b\nmodelParameters: { modelId: a/b }\n';
  expect(of(`${both}hfTokenSecret: {}\nextraLabels: {}`)).toBe('0.2');
  expect(of(`${both}podMonitor: {}\nfluentbit: { enabled: true }`)).toBe('0.1');
  expect(of(`podMonitor: {}\nhfTokenSecret: {}`)).toBeUndefined();
  expect(of('inference: { framework: rayVllm, accelerator: graviton }\nmodel: a/b')).toBe('0.2');
});

test('earlier files count, and the last framework is the one that holds', () => {
  expect(of('model: a/b', 'modelParameters: { maxModelLen: 8192 }')).toBe('0.2');
  expect(of('inference: { framework: rayVllm }', 'inference: { framework: ray-vllm }')).toBe('0.2');
});

test('every preset is of the generation of the chart in the box', () => {
  const root = join(import.meta.dirname, '../../presets');
  const others = globSync('*.yaml', { cwd: root }).filter(
    (file) => of(readFileSync(join(root, file), 'utf8')) !== '0.1',
  );
  expect(others).toEqual([]);
});
