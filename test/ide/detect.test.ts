import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isInferenceValues, parseInferenceValues } from '../../server/src/ide/detect.ts';

const presets = join(import.meta.dirname, '../../presets');

describe('ours', () => {
  test.each(readdirSync(presets))('%s', (name) => {
    expect(isInferenceValues(readFileSync(join(presets, name), 'utf8'))).toBe(true);
  });
  test.each([
    ['an overlay with one key of inference', 'inference:\n  framework: vllm\n'],
    ['an overlay of model parameters', 'modelParameters:\n  maxModelLen: 4096\n'],
    ['an overlay of one word', 'modelParameters:\n  dtype: bfloat16\n'],
    ['an overlay with a slip of the pen', 'modelParameters:\n  maxModelLenn: 4096\n'],
    ['parameters beside keys of nobody', 'owner: team\nmodelParameters:\n  maxModelLen: 4096\n'],
    ['names alone', 'inference:\n  serviceName: llama\n  serviceNamespace: serving\n'],
    ['a copy of a model', 's3ModelCopy:\n  model: a/b\n  s3Bucket: c\n'],
    ['a cache of a model', 'nimCache:\n  enabled: true\n  source:\n    ngc: {}\n'],
    ['a service of a model', 'model: a/b\nnimService:\n  image:\n    tag: "1"\n'],
    [
      'a chat template in several lines',
      'inference:\n  framework: vllm\n  modelServer:\n    env:\n      A: |\n        {{ b }}\n',
    ],
    ['a file that says so', '# inference-charts: chart=../chart\nfoo: bar\n'],
    ['a file that is being typed', 'inference:\n  accelerator: gpu\n  framework: \n    x\n'],
  ])('%s', (_name, text) => {
    expect(isInferenceValues(text)).toBe(true);
  });
});

describe('not ours', () => {
  test.each([
    ['a manifest', 'apiVersion: v1\nkind: ConfigMap\ndata:\n  modelParameters: x\n'],
    [
      'a manifest with such a map',
      'apiVersion: x/v1\nkind: Model\ninference:\n  framework: vllm\n',
    ],
    ['a compose file', 'services:\n  inference:\n    image: x\ninference: {framework: x}\n'],
    ['values of another chart', 'inference:\n  enabled: true\n  replicas: 2\n'],
    ['a prompt', 'model: a\nmodelParameters:\n  temperature: 0.5\n  maxTokens: 9\n  seed: 1\n'],
    ['a training run', 'modelParameters:\n  learningRate: 0.1\n  dtype: float32\nepochs: 3\n'],
    ['parameters of nobody', 'modelParameters:\n  hiddenSize: 4\n'],
    ['a service of another chart', 'nimService:\n  image: {}\nreplicaCount: 1\n'],
    ['a cache of another chart', 'nimCache:\n  pvc: {}\n'],
    ['values of the benchmark chart', 'benchmark:\n  target:\n    modelName: inference\n'],
    ['a template', 'inference:\n{{- if .Values.x }}\n  framework: vllm\n{{- end }}\n'],
    ['an umbrella chart', 'inference-charts:\n  inference:\n    framework: vllm\n'],
    ['a comment that only silences', '# inference-charts: ignore unknown-key\nfoo: bar\n'],
    ['a list', '- inference\n'],
    ['nothing', ''],
  ])('%s', (_name, text) => {
    expect(isInferenceValues(text)).toBe(false);
  });
});

describe('the document of ours', () => {
  const ours = 'inference:\n  framework: vllm\n';

  test.each([
    ['a short text', ours],
    ['a text longer than what is read to tell', `${ours}# ${'x'.repeat(300_000)}\nlast: 1\n`],
  ])('%s is parsed whole', (_name, text) => {
    expect(parseInferenceValues(text)?.text).toBe(text);
  });
  test('there is none of a text that is not ours', () => {
    expect(parseInferenceValues('inference:\n  enabled: true\n')).toBeUndefined();
  });
});
