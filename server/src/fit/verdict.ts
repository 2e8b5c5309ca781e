import type { KnownFit } from './fit.ts';
import type { GpuSettings } from './settings.ts';
import type { Stage } from './stage.ts';
import { showGiB } from './units.ts';

/** The verdict and its reason: a request must fit beside everything else, by more than we may err. */
export function judge(
  settings: GpuSettings,
  size: {
    readonly stage: Stage;
    readonly budgetGiB: number;
    readonly requestGiB: number;
    readonly marginGiB: number;
  },
): Pick<KnownFit, 'verdict' | 'reason'> {
  const { stage, budgetGiB, requestGiB, marginGiB } = size;
  const tolerance = toleranceOf(settings) * settings.gpu.totalGiB;
  if (Math.abs(marginGiB) < tolerance) {
    const reason = `One request of ${settings.maxModelLen} tokens needs ${showGiB(requestGiB)} GiB of KV cache and about ${showGiB(requestGiB + marginGiB)} GiB is left: too close to call.`;
    return { verdict: 'tight', reason };
  }
  if (marginGiB > 0) {
    const reason = `${showGiB(requestGiB + marginGiB)} GiB is left for the KV cache; one request of ${settings.maxModelLen} tokens needs ${showGiB(requestGiB)} GiB.`;
    return { verdict: 'fits', reason };
  }
  if (stage.weightsGiB > budgetGiB) {
    const reason = `The weights take ${showGiB(stage.weightsGiB)} GiB of each GPU and vLLM may use ${showGiB(budgetGiB)} GiB.`;
    return { verdict: 'does-not-fit', reason };
  }
  const left = requestGiB + marginGiB;
  const reason =
    left <= 0
      ? `Weights and working memory take ${showGiB(stage.usedGiB)} GiB of the ${showGiB(budgetGiB)} GiB that vLLM may use: nothing is left for the KV cache.`
      : `One request of ${settings.maxModelLen} tokens needs ${showGiB(requestGiB)} GiB of KV cache and ${showGiB(left)} GiB is left.`;
  return { verdict: 'does-not-fit', reason };
}

/**
 * Share of a GPU's memory within which the verdict is "tight". The parts besides weights and KV
 * cache are known to about 2 %; for mixtures of experts over several GPUs the estimate is up to
 * 4 GiB too hopeful, and a memory size we worked out ourselves is no better known than that.
 */
function toleranceOf(settings: GpuSettings): number {
  const isSpreadMixture = settings.model.experts !== undefined && settings.tensorParallelSize > 1;
  return isSpreadMixture || !settings.gpu.isMeasured ? 0.05 : 0.02;
}
