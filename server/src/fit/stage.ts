import { activationBytes } from './activation.ts';
import { cudaGraphs, nonTorchGiB } from './overhead.ts';
import type { GpuSettings } from './settings.ts';
import { gib } from './units.ts';
import type { WeightBytes } from './weights.ts';

/** What one rank of a pipeline stage uses besides its KV cache. */
export type Stage = ReturnType<typeof stageUse>;

/** The stage with the least room decides: all stages get as many blocks as the poorest can hold. */
export function worstStage(settings: GpuSettings, weights: WeightBytes): Stage {
  const last = stageUse(settings, weights, { isLast: true });
  if (settings.pipelineParallelSize === 1) return last;
  const first = stageUse(settings, weights, { isLast: false });
  return first.usedGiB > last.usedGiB ? first : last;
}

function stageUse(
  settings: GpuSettings,
  weights: WeightBytes,
  stage: { readonly isLast: boolean },
) {
  const { tensorParallelSize: ranks, pipelineParallelSize: stages } = settings;
  // With several stages, the first holds the embedding and the last the head.
  const tables = stages === 1 ? weights.tables : 1;
  const weightsGiB = (weights.layers / stages + tables * weights.table) / ranks / gib;
  const activationGiB = activationBytes(settings, stage) / gib;
  const nonTorch = nonTorchGiB(settings);
  const graphs = cudaGraphs(settings, Math.ceil(settings.model.layers / stages));
  const usedGiB = weightsGiB + activationGiB + nonTorch + (graphs.isInBudget ? graphs.gib : 0);
  return { weightsGiB, activationGiB, nonTorchGiB: nonTorch, graphs, usedGiB };
}
