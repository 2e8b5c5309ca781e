import { describe, expect, it } from 'vitest';
import { findModel, type ModelFacts } from '../../server/src/catalog/models.ts';
import { gpuTensorParallelSizes, instancesThatFit } from '../../server/src/fit/instance-fits.ts';

describe('instance types that fit', () => {
  it('offers one 24 GB card for an 8B model, the smallest host first', () => {
    const fits = instancesThatFit({
      model: model('meta-llama/Llama-3.1-8B-Instruct'),
      accelerator: 'gpu',
      settings: { maxModelLen: 8192 },
    });
    expect(fits[0]).toMatchObject({ tensorParallelSize: 1, deviceCount: 1 });
    expect(['g5.xlarge', 'g6.xlarge']).toContain(fits[0]?.type.name);
    expect(fits.map((fit) => fit.instanceGiB)).toEqual(
      fits.map((fit) => fit.instanceGiB).sort((left, right) => left - right),
    );
  });

  it('spreads a 70B model over as few GPUs as hold it', () => {
    const fits = instancesThatFit({
      model: model('meta-llama/Llama-3.3-70B-Instruct'),
      accelerator: 'gpu',
      settings: { maxModelLen: 8192 },
    });
    const sizes = new Map(fits.map((fit) => [fit.type.name, fit.tensorParallelSize]));
    expect(sizes.get('g6.12xlarge')).toBeUndefined();
    expect(sizes.get('g6e.12xlarge')).toBe(4);
    expect(sizes.get('p5.48xlarge')).toBe(4);
    expect(sizes.get('p5en.48xlarge')).toBe(2);
  });

  it('keeps to sizes and device counts that the Neuron stack takes', () => {
    const fits = instancesThatFit({
      model: model('meta-llama/Llama-3.3-70B-Instruct'),
      accelerator: 'neuron',
      settings: { maxModelLen: 4096, maxNumSeqs: 4 },
    });
    const sizes = new Map(fits.map((fit) => [fit.type.name, fit.tensorParallelSize]));
    expect(sizes.get('inf2.48xlarge')).toBe(24);
    expect(sizes.get('trn1.32xlarge')).toBe(16);
    expect([...sizes.keys()].some((name) => name.startsWith('inf1'))).toBe(false);
  });

  it('leaves cards without bfloat16 to models that do not need it', () => {
    const types = (dtype: string) =>
      instancesThatFit({
        model: model('Qwen/Qwen3-4B'),
        accelerator: 'gpu',
        settings: { maxModelLen: 4096, dtype },
      }).map((fit) => fit.type.acceleratorModel);
    expect(types('auto')).not.toContain('T4');
    expect(types('half')[0]).toBe('T4');
  });

  it('offers nothing when nothing is known to fit', () => {
    const giant = { ...model('meta-llama/Llama-3.1-8B-Instruct'), parametersB: 90_000 };
    const { loadedGiB, weightsGiB, ...unmeasured } = giant;
    expect([loadedGiB, weightsGiB]).toEqual([14.99, 14.96]);
    expect(instancesThatFit({ model: unmeasured, accelerator: 'gpu' })).toEqual([]);
    const settings = { quantization: 'gguf' };
    const search = { model: model('Qwen/Qwen3-8B'), accelerator: 'gpu', settings } as const;
    expect(instancesThatFit(search)).toEqual([]);
  });
});

it.each([
  ['meta-llama/Llama-3.1-8B-Instruct', [1, 2, 4, 8]],
  ['Qwen/Qwen2.5-7B-Instruct', [1, 2, 4]],
  ['Qwen/Qwen2.5-0.5B-Instruct', [1, 2]],
  ['tiiuae/falcon-7b-instruct', [1]],
])('%s can be split over %j of 8 GPUs', (id, sizes) => {
  expect(gpuTensorParallelSizes(model(id), 8)).toEqual(sizes);
});

function model(id: string): ModelFacts {
  const facts = findModel(id);
  if (facts === undefined) throw new Error(`no facts for ${id}`);
  return facts;
}
