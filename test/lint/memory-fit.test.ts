import { describe, expect, test } from 'vitest';
import { judge } from './judge.ts';

const codes = (fixture: string) =>
  judge(fixture)
    .findings.filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule, severity }) => `${severity} ${rule}`);

interface Case {
  readonly model: string;
  readonly instance: string;
  readonly length: number;
  readonly more?: string;
  readonly tag?: string;
}

const values = ({ model, instance, length, more = '', tag = 'v0.9.1' }: Case) => `
  inference:
    modelServer:
      image:
        tag: ${tag}
      deployment:
        instanceType: ${instance}
  modelParameters:
    modelId: ${model}
    gpuMemoryUtilization: 0.9
    maxModelLen: ${length}
    ${more}
`;

const llama = 'meta-llama/Llama-3.1-8B-Instruct';

describe('one cause gives one finding', () => {
  test('weights that are too large are not told a second time as a small KV cache', () => {
    expect(
      codes(
        values({ model: 'meta-llama/Llama-3.3-70B-Instruct', instance: 'g5.xlarge', length: 8192 }),
      ),
    ).toEqual(['error weights-exceed-device-memory']);
  });

  test('nor is a context that the model does not have', () => {
    expect(codes(values({ model: llama, instance: 'g5.xlarge', length: 262144 }))).toEqual([
      'error context-length-exceeds-model',
    ]);
  });

  test('nor more ranks than the pod has GPUs', () => {
    const more = 'tensorParallelSize: 2';
    expect(codes(values({ model: llama, instance: 'g5.12xlarge', length: 131072, more }))).toEqual([
      'error tensor-parallel-exceeds-devices',
    ]);
  });
});

describe('an error needs certainty', () => {
  test('a model and a card that were measured', () => {
    expect(codes(values({ model: llama, instance: 'g5.xlarge', length: 131072 }))).toEqual([
      'error context-length-exceeds-kv-cache',
    ]);
  });

  test('a warning where the size of the weights is worked out', () => {
    const more = 'quantization: bitsandbytes';
    const model = 'meta-llama/Llama-3.3-70B-Instruct';
    expect(codes(values({ model, instance: 'g5.xlarge', length: 8192, more }))).toEqual([
      'warning context-length-may-exceed-kv-cache',
    ]);
  });

  test('and silence where only some versions of vLLM would be short', () => {
    const near = { model: llama, instance: 'g5.xlarge', length: 26624 };
    expect(codes(values({ ...near, tag: 'v0.25.0' }))).toEqual([
      'warning context-length-may-exceed-kv-cache',
    ]);
    expect(codes(values({ ...near, tag: 'sha-4f1c2e' }))).toEqual([]);
  });

  test('and silence for a model that nobody chose', () => {
    expect(
      codes(`
        modelParameters:
          maxModelLen: 131072
          gpuMemoryUtilization: 0.1
        inference:
          modelServer:
            deployment:
              instanceType: g5.xlarge
      `),
    ).toEqual([]);
  });
});

describe('fixes', () => {
  const titles = (fixture: string) =>
    judge(fixture)
      .findings.filter(({ rule }) => rule.startsWith('context-length-'))
      .flatMap(({ fixes }) => fixes?.map(({ title }) => title) ?? []);

  test('use GPUs that the pod has anyway before anything is given up', () => {
    expect(
      titles(`
        inference:
          modelServer:
            image:
              tag: v0.9.1
            deployment:
              instanceType: g5.12xlarge
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 4
                  limits:
                    nvidia.com/gpu: 4
        modelParameters:
          modelId: ${llama}
          maxModelLen: 32768
      `),
    ).toEqual(['Set tensorParallelSize to 2', 'Set maxModelLen to 10240']);
  });

  test('are not offered when nothing of their kind helps', () => {
    const more = 'quantization: bitsandbytes';
    const model = 'meta-llama/Llama-3.3-70B-Instruct';
    expect(titles(values({ model, instance: 'g5.xlarge', length: 8192, more }))).toEqual([]);
  });
});
