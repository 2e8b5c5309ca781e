import type { Risk } from './fit.ts';
import type { GpuSettings } from './settings.ts';
import type { Stage } from './stage.ts';
import { showGiB } from './units.ts';

/** What may go wrong, or disappoint, although the KV cache has a size. */
export function risksOf(
  settings: GpuSettings,
  stage: Stage,
  kvCacheGiB: number,
  concurrency: number,
): readonly Risk[] {
  const outside = settings.gpu.totalGiB * (1 - settings.gpuMemoryUtilization);
  const graphs = stage.graphs.isInBudget ? 0 : stage.graphs.gib;
  const risks: Risk[] = [];
  if (kvCacheGiB > 0 && graphs > 0) {
    const isSmall = settings.gpu.totalGiB < 25 && settings.gpuMemoryUtilization >= 0.92;
    if (outside < graphs + 1 || isSmall) {
      risks.push({
        kind: 'graphs-outside-budget',
        message: `CUDA graphs (about ${showGiB(graphs)} GiB) are captured outside the budget in this vLLM version, and gpuMemoryUtilization leaves ${showGiB(outside)} GiB: capture may run out of memory.`,
      });
    }
  }
  if (concurrency >= 1 && concurrency < settings.maxNumSeqs) {
    risks.push({
      kind: 'requests-wait',
      message: `${concurrency.toFixed(1)} requests of full length fit at once and maxNumSeqs is ${settings.maxNumSeqs}: further ones wait or are preempted.`,
    });
  }
  return risks;
}
