import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGpu } from '../../server/src/catalog/gpus.ts';
import { findInstanceType } from '../../server/src/catalog/instance-types.ts';
import { findModel, models, type ModelFacts } from '../../server/src/catalog/models.ts';
import { parseVersion } from '../../server/src/catalog/versions.ts';
import { gpuDevice, instanceDevice } from '../../server/src/fit/device.ts';
import { estimateFit } from '../../server/src/fit/estimate.ts';
import type { Fit, KnownFit } from '../../server/src/fit/fit.ts';
import type { FitRequest, ServingSettings } from '../../server/src/fit/request.ts';

describe('verdicts', () => {
  it('lets an 8B model on an A10G serve a short context, not its longest', () => {
    expect(on('A10G', llama8b, { maxModelLen: 8192 }).verdict).toBe('fits');
    expect(on('A10G', llama8b).verdict).toBe('does-not-fit');
    expect(on('A10G', llama8b).maxModelLen).toBe(131072);
  });

  it('says how long a context would fit', () => {
    const { longestContext } = on('A10G', llama8b);
    expect(on('A10G', llama8b, { maxModelLen: longestContext }).verdict).toBe('tight');
    expect(longestContext).toBeGreaterThan(8192);
    expect(longestContext).toBeLessThan(40000);
  });

  it('sees that weights alone are too large', () => {
    const fit = on('L4', model('Qwen/Qwen3-32B'));
    expect(fit.verdict).toBe('does-not-fit');
    expect(fit.kvCacheGiB).toBe(0);
    expect(fit.kvCacheTokens).toBe(0);
    expect(fit.longestContext).toBe(0);
    expect(fit.reason).toBe('The weights take 61.0 GiB of each GPU and vLLM may use 20.3 GiB.');
  });

  it('does not call what is within two per cent of the card', () => {
    const { longestContext } = on('H100', llama8b, { maxModelLen: 8192 });
    expect(longestContext).toBe(131072);
    const nearly = on('L4', llama8b, { maxModelLen: on('L4', llama8b).longestContext });
    expect(nearly.verdict).toBe('tight');
  });

  it('halves the bytes of a token with an fp8 cache', () => {
    const plain = on('L4', llama8b, { maxModelLen: 8192 });
    const fp8 = on('L4', llama8b, { maxModelLen: 8192, kvCacheDtype: 'fp8' });
    expect(fp8.requestGiB).toBeCloseTo(plain.requestGiB / 2, 10);
  });

  it('warns of graphs captured outside the budget before 0.21 only', () => {
    const full = { maxModelLen: 4096, gpuMemoryUtilization: 0.97 };
    const old = on('L4', llama8b, { ...full, vllmVersion: version('0.12.0') });
    expect(old.risks.some(({ kind }) => kind === 'graphs-outside-budget')).toBe(true);
    const current = on('L4', llama8b, { ...full, vllmVersion: version('0.22.0') });
    expect(current.risks.some(({ kind }) => kind === 'graphs-outside-budget')).toBe(false);
  });
});

describe('what lies beside weights and cache', () => {
  const old = { maxModelLen: 8192, vllmVersion: version('0.10.0') };

  it('sorts the logits of all requests where FlashInfer is not known to be there', () => {
    const pip = on('A10G', llama8b, old).breakdown.activationGiB;
    const image = on('A10G', llama8b, { ...old, hasFlashInfer: true }).breakdown.activationGiB;
    expect(pip - image).toBeCloseTo((256 * 128256 * 23.4) / 2 ** 30, 2);
  });

  it('no longer tells the two apart once FlashInfer waits to be asked for, or nothing sorts', () => {
    for (const release of ['0.8.5', '0.11.1', '0.17.0']) {
      const settings = { maxModelLen: 8192, vllmVersion: version(release) };
      expect(on('A10G', llama8b, { ...settings, hasFlashInfer: true })).toEqual(
        on('A10G', llama8b, settings),
      );
    }
  });

  it('leaves the vision tower of a quantised model in 16 bits', () => {
    const whole = on('H100', model('google/gemma-3-27b-it'), { maxModelLen: 8192 });
    const fp8 = on('H100', model('RedHatAI/gemma-3-27b-it-FP8-dynamic'), { maxModelLen: 8192 });
    // Embedding (1.41 B) and vision (0.42 B) keep their second byte, 1.7 GiB in all.
    const kept = fp8.weightsGiB - whole.weightsGiB / 2;
    expect(kept).toBeGreaterThan(1.5);
    expect(kept).toBeLessThan(2);
  });

  it('takes the batch that the release would', () => {
    const batch = (gpu: string, release: string) =>
      on(gpu, llama8b, { maxModelLen: 8192, vllmVersion: version(release) }).assumptions.join(' ');
    expect(batch('A100-80GB', '0.8.5')).toContain('maxNumSeqs is 1024');
    expect(batch('A100-80GB', '0.9.0')).toContain('maxNumSeqs is 256');
    expect(batch('B200', '0.27.0')).toContain('maxNumBatchedTokens is 8192');
    expect(batch('B200', '0.28.0')).toContain('maxNumBatchedTokens is 16384');
  });
});

describe('shapes', () => {
  it('keeps the latent cache of MLA whole on every rank', () => {
    const deepseek = model('deepseek-ai/DeepSeek-R1');
    const settings = { maxModelLen: 8192, tensorParallelSize: 8 };
    const perToken = on('H200', deepseek, settings).requestGiB / 8192;
    expect(perToken * 2 ** 30).toBeCloseTo(61 * 576 * 2, 5);
  });

  it('gives every rank at least one key-value head', () => {
    const qwen = model('Qwen/Qwen2.5-7B-Instruct');
    const request = (ranks: number) =>
      on('L4', qwen, { maxModelLen: 8192, tensorParallelSize: ranks }).requestGiB;
    expect(request(2)).toBeCloseTo(request(1) / 2, 10);
    expect(request(4)).toBeCloseTo(request(1) / 4, 10);
    expect(request(8)).toBe(request(4));
  });

  it('charges a sliding layer its window and the tokens in flight', () => {
    // Figures of vLLM's own check for Gemma 4 31B: 50 sliding and 10 full layers.
    const gemma = model('google/gemma-4-31B-it');
    const need = (maxModelLen: number) =>
      on('H100', gemma, { maxModelLen, maxNumBatchedTokens: 8192 }).requestGiB;
    expect(need(8192)).toBeCloseTo(6.89, 2);
    expect(need(32768)).toBeCloseTo(9.54, 2);
    expect(need(65536)).toBeCloseTo(12.04, 2);
  });

  it('treated sliding layers as full before cache groups came', () => {
    const gemma = model('google/gemma-3-12b-it');
    const settings = { maxModelLen: 65536 };
    const grouped = on('H100', gemma, { ...settings, vllmVersion: version('0.19.0') });
    const uniform = on('H100', gemma, { ...settings, vllmVersion: version('0.8.5') });
    expect(uniform.requestGiB).toBeGreaterThan(3 * grouped.requestGiB);
  });

  it('prints tokens by concurrency from 0.21 on', () => {
    const gemma = model('google/gemma-3-12b-it');
    const fit = on('H100', gemma, { maxModelLen: 65536, vllmVersion: version('0.21.0') });
    expect(fit.kvCacheTokens).toBe(Math.floor(fit.maxConcurrency * 65536));
  });

  it('runs V0 on a T4 up to 0.10', () => {
    const small = model('Qwen/Qwen2.5-1.5B-Instruct');
    const fit = on('T4', small, { maxModelLen: 4096, vllmVersion: version('0.9.2') });
    expect(fit.assumptions).toContain('The V0 engine runs.');
    const next = on('T4', small, { maxModelLen: 4096, vllmVersion: version('0.11.0') });
    expect(next.assumptions).not.toContain('The V0 engine runs.');
  });
});

describe('unknown means unknown', () => {
  it.each([
    [{ quantization: 'gguf' }, 'how large gguf weights are'],
    [{ quantization: 'my-own-scheme' }, 'how large my-own-scheme weights are'],
    [{ dtype: 'int3' }, 'the size of dtype int3'],
    [{ kvCacheDtype: 'turbo' }, 'the size of kvCacheDtype turbo'],
  ])('%j', (settings, missing) => {
    const fit = estimate('L4', llama8b, settings);
    expect(fit).toMatchObject({ verdict: 'unknown', missing: [missing] });
  });

  it('needs a context length when neither values nor model give one', () => {
    const { maxPositionEmbeddings, ...shape } = llama8b;
    expect(maxPositionEmbeddings).toBeGreaterThan(0);
    expect(estimate('L4', shape).verdict).toBe('unknown');
    expect(estimate('L4', shape, { maxModelLen: 4096 }).verdict).not.toBe('unknown');
  });

  it('has no figure for a slice of a card', () => {
    const slice = findInstanceType('g6f.large');
    expect(slice && instanceDevice(slice)).toBeUndefined();
  });

  it('says when the memory of a card was worked out', () => {
    const fit = on('RTX-PRO-4500', llama8b, { maxModelLen: 4096 });
    expect(fit.assumptions).toContain('RTX-PRO-4500 is taken to show 29.4 GiB; no log was found.');
  });
});

describe('Neuron', () => {
  it('counts weights and a cache for all requests against the cores', () => {
    const settings = { tensorParallelSize: 2, maxModelLen: 4096, maxNumSeqs: 4 };
    const fit = neuron('inf2.xlarge', llama8b, settings);
    expect(fit.verdict).toBe('fits');
    expect(fit.budgetGiB).toBe(32);
    expect(fit.kvCacheGiB).toBeCloseTo(2, 5);
    expect(neuron('inf2.xlarge', llama8b, { ...settings, maxNumSeqs: 64 }).verdict).toBe(
      'does-not-fit',
    );
  });

  it('does not heed gpuMemoryUtilization', () => {
    const settings = { tensorParallelSize: 8, maxModelLen: 2048, maxNumSeqs: 8 };
    expect(neuron('inf2.48xlarge', llama8b, { ...settings, gpuMemoryUtilization: 0.1 })).toEqual(
      neuron('inf2.48xlarge', llama8b, settings),
    );
  });

  it('warns of a small host', () => {
    const settings = { tensorParallelSize: 2, maxModelLen: 2048, maxNumSeqs: 1 };
    expect(neuron('trn1.2xlarge', llama8b, settings).risks).toHaveLength(1);
    expect(neuron('inf2.24xlarge', llama8b, settings).risks).toHaveLength(0);
  });
});

describe('laws', () => {
  const anyModel = fc.constantFrom(...models.filter((facts) => facts.isPooling !== true));
  const anyGpu = fc.constantFrom('T4', 'A10G', 'L4', 'L40S', 'A100-80GB', 'H100', 'H200', 'B200');
  const anyVersion = fc.constantFrom('0.7.3', '0.9.2', '0.11.0', '0.16.0', '0.19.0', '0.24.0');
  const anySettings = fc.record({
    tensorParallelSize: fc.constantFrom(1, 2, 4, 8),
    gpuMemoryUtilization: fc.double({ min: 0.3, max: 0.97, noNaN: true }),
    maxModelLen: fc.integer({ min: 512, max: 31_000 }),
    maxNumSeqs: fc.integer({ min: 1, max: 1024 }),
    maxNumBatchedTokens: fc.integer({ min: 1024, max: 16_384 }),
    enforceEager: fc.boolean(),
    vllmVersion: anyVersion.map(version),
  });

  const law = (
    change: (settings: ServingSettings) => ServingSettings,
    holds: (before: KnownFit, after: KnownFit) => void,
  ) => {
    fc.assert(
      fc.property(anyModel, anyGpu, anySettings, (facts, gpu, settings) => {
        holds(on(gpu, facts, settings), on(gpu, facts, { ...settings, ...change(settings) }));
      }),
      { numRuns: 300 },
    );
  };

  it('more memory for vLLM never means less KV cache', () => {
    law(
      ({ gpuMemoryUtilization = 0.9 }) => ({ gpuMemoryUtilization: gpuMemoryUtilization + 0.02 }),
      (before, after) => {
        expect(after.kvCacheGiB).toBeGreaterThanOrEqual(before.kvCacheGiB);
        expect(after.longestContext).toBeGreaterThanOrEqual(before.longestContext);
        expect(rank(after)).toBeGreaterThanOrEqual(rank(before));
      },
    );
  });

  it('a longer context never fits better', () => {
    law(
      ({ maxModelLen = 0 }) => ({ maxModelLen: maxModelLen + 1000 }),
      (before, after) => {
        expect(after.requestGiB).toBeGreaterThanOrEqual(before.requestGiB);
        expect(after.maxConcurrency).toBeLessThanOrEqual(before.maxConcurrency);
      },
    );
  });

  it('more requests at once never leave more KV cache', () => {
    law(
      ({ maxNumSeqs = 1 }) => ({ maxNumSeqs: maxNumSeqs * 2 }),
      (before, after) => {
        expect(after.kvCacheGiB).toBeLessThanOrEqual(before.kvCacheGiB);
      },
    );
  });

  it('more ranks hold fewer weights each', () => {
    law(
      ({ tensorParallelSize = 1 }) => ({ tensorParallelSize: tensorParallelSize * 2 }),
      (before, after) => {
        expect(after.weightsGiB).toBeCloseTo(before.weightsGiB / 2, 8);
        expect(after.requestGiB).toBeLessThanOrEqual(before.requestGiB);
      },
    );
  });

  it('no graphs leave no less KV cache', () => {
    law(
      () => ({ enforceEager: true }),
      (before, after) => {
        expect(after.kvCacheGiB).toBeGreaterThanOrEqual(before.kvCacheGiB);
      },
    );
  });

  it('the parts add up to the card when something is left', () => {
    law(
      (settings) => settings,
      (fit) => {
        if (fit.kvCacheGiB === 0) return;
        const { totalGiB, ...parts } = fit.breakdown;
        const sum = Object.values(parts).reduce((left, right) => left + right, 0);
        expect(sum).toBeCloseTo(totalGiB, 6);
      },
    );
  });

  it('the longest context is one that fits, and the next one is not', () => {
    law(
      (settings) => settings,
      (fit) => {
        if (fit.longestContext > 0 && fit.longestContext < fit.maxModelLen) {
          expect(fit.requestGiB).toBeGreaterThan(fit.kvCacheGiB);
        }
      },
    );
  });
});

const llama8b = model('meta-llama/Llama-3.1-8B-Instruct');

function rank(fit: Fit): number {
  return ['does-not-fit', 'tight', 'fits'].indexOf(fit.verdict);
}

function estimate(gpuName: string, facts: ModelFacts, settings: ServingSettings = {}): Fit {
  const gpu = findGpu(gpuName);
  if (gpu === undefined) throw new Error(`no GPU ${gpuName}`);
  return estimateFit({ model: facts, device: gpuDevice(gpu), ...settings });
}

function on(gpuName: string, facts: ModelFacts, settings: ServingSettings = {}): KnownFit {
  return known(estimate(gpuName, facts, settings));
}

function neuron(typeName: string, facts: ModelFacts, settings: ServingSettings): KnownFit {
  const type = findInstanceType(typeName);
  const device = type && instanceDevice(type);
  if (device === undefined) throw new Error(`no device in ${typeName}`);
  const request: FitRequest = { model: facts, device, ...settings };
  return known(estimateFit(request));
}

function known(fit: Fit): KnownFit {
  if (fit.verdict === 'unknown') throw new Error(`unknown: ${fit.missing.join(', ')}`);
  return fit;
}

function model(id: string): ModelFacts {
  const facts = findModel(id);
  if (facts === undefined) throw new Error(`no facts for ${id}`);
  return facts;
}

function version(text: string) {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`${text} is not a version`);
  return parsed;
}
