import { describe, expect, it } from 'vitest';
import type { ModelFacts } from '../../server/src/catalog/models.ts';
import { estimateFit } from '../../server/src/fit/estimate.ts';
import { measuredRuns, predict, requestOf } from './measured.ts';

/** Share by which the prediction misses what the log says. */
const misses = (of: 'kv' | 'tokens' | 'concurrency' | 'weights'): readonly number[] =>
  measuredRuns
    .map((run) => {
      const fit = predict(run);
      const pairs = {
        kv: [fit.kvCacheGiB, run.reported.availableKvGiB],
        tokens: [fit.kvCacheTokens, run.reported.kvCacheTokens],
        concurrency: [fit.maxConcurrency, run.reported.maxConcurrency],
        weights: [fit.weightsGiB, run.reported.weightsGiB],
      } as const;
      const [predicted, measured] = pairs[of];
      return Math.abs(predicted / measured - 1);
    })
    .sort((left, right) => left - right);

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;

describe('against what vLLM printed at start-up', () => {
  it.each(['kv', 'tokens', 'concurrency'] as const)(
    'predicts %s within 1 %% for half the runs and 5 %% for nearly all',
    (of) => {
      expect(quantile(misses(of), 0.5)).toBeLessThan(0.01);
      expect(quantile(misses(of), 0.95)).toBeLessThan(0.05);
    },
  );

  it('does as well for one model after another', () => {
    // Left out one at a time, no model carries the figure: the worst of them is within 2 %.
    const worst = new Map<string, number>();
    for (const run of measuredRuns) {
      const miss = Math.abs(predict(run).kvCacheGiB / run.reported.availableKvGiB - 1);
      worst.set(run.modelId, Math.max(worst.get(run.modelId) ?? 0, miss));
    }
    expect(worst.size).toBeGreaterThan(20);
    expect(Math.max(...worst.values())).toBeLessThan(0.02);
  });

  it('needs no loaded size from a log to do so', () => {
    // Some records carry what these very runs printed as loaded, so here only the shape counts.
    const unaided = measuredRuns.map((run) => {
      const request = requestOf(run);
      const shape = Object.fromEntries(
        Object.entries(request.model).filter(
          ([key]) => key !== 'loadedGiB' && key !== 'weightsGiB',
        ),
      ) as unknown as ModelFacts;
      const fit = estimateFit({ ...request, model: shape });
      const predicted = fit.verdict === 'unknown' ? 0 : fit.kvCacheGiB;
      return Math.abs(predicted / run.reported.availableKvGiB - 1);
    });
    const sorted = unaided.sort((left, right) => left - right);
    expect(quantile(sorted, 0.5)).toBeLessThan(0.01);
    expect(quantile(sorted, 0.95)).toBeLessThan(0.15);
  });

  it('predicts loaded weights within 3 %', () => {
    expect(Math.max(...misses('weights'))).toBeLessThan(0.03);
  });

  it.each(measuredRuns)('says that $id starts, as it did', (run) => {
    expect(run.outcome).toBe('fits');
    expect(predict(run).verdict).toBe('fits');
  });

  it.each(measuredRuns)('counts blocks of $id as vLLM does, given the memory it had', (run) => {
    // Scaling the predicted tokens by the memory takes the error of the memory out of the count.
    const fit = predict(run);
    const tokens = (fit.kvCacheTokens * run.reported.availableKvGiB) / fit.kvCacheGiB;
    // Two pipeline stages report different memory and share the smaller one's block count.
    const tolerance = run.pipelineParallelSize > 1 ? 0.02 : 0.002;
    expect(Math.abs(tokens / run.reported.kvCacheTokens - 1)).toBeLessThan(tolerance);
  });
});
