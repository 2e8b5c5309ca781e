import type { Fit } from './fit.ts';

/** What `fit --format json` prints: the estimate with GiB to two decimals and whole tokens. */
export function fitReport(fit: Fit): Fit {
  if (fit.verdict === 'unknown') return fit;
  const { breakdown } = fit;
  return {
    ...fit,
    weightsGiB: round(fit.weightsGiB),
    kvCacheGiB: round(fit.kvCacheGiB),
    maxConcurrency: round(fit.maxConcurrency),
    budgetGiB: round(fit.budgetGiB),
    requestGiB: round(fit.requestGiB),
    breakdown: {
      totalGiB: round(breakdown.totalGiB),
      weightsGiB: round(breakdown.weightsGiB),
      activationGiB: round(breakdown.activationGiB),
      nonTorchGiB: round(breakdown.nonTorchGiB),
      cudaGraphGiB: round(breakdown.cudaGraphGiB),
      kvCacheGiB: round(breakdown.kvCacheGiB),
      freeGiB: round(breakdown.freeGiB),
    },
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
