import { isSince, type GpuSettings } from './settings.ts';

/**
 * GiB of one rank that torch does not manage: CUDA context growth, NCCL and all-reduce buffers.
 * Measured in start-up logs: 0.13 for one rank up to 0.17 and 0.25 from 0.18; with tensor
 * parallelism 0.55 before 0.18, later 2.1 where Hopper and newer data-centre cards set up symmetric
 * memory and 0.45 elsewhere.
 */
export function nonTorchGiB(settings: GpuSettings): number {
  const isNew = isSince(settings.version, '0.18.0');
  if (settings.tensorParallelSize === 1) return isNew ? 0.25 : 0.13;
  if (!isNew) return 0.55;
  const sm = settings.gpu.sm ?? 0;
  return sm >= 90 && sm < 120 ? 2.1 : 0.45;
}

/** GiB of captured CUDA graphs on a rank with `layers` layers, inside the budget or outside it. */
export interface CudaGraphs {
  readonly gib: number;
  /** From 0.21 vLLM sets the graphs aside before it sizes the KV cache. */
  readonly isInBudget: boolean;
}

/**
 * Graphs grow with the layers in them and with the batch sizes captured: 0.02 GiB a layer for all
 * 51 sizes, and 0.1 GiB to begin with. From the sizes vLLM 0.19 printed for 24 to 80 layers.
 */
export function cudaGraphs(settings: GpuSettings, layers: number): CudaGraphs {
  if (settings.enforceEager) return { gib: 0, isInBudget: true };
  const share = captureSizes(settings.maxNumSeqs) / captureSizes(256);
  return { gib: 0.1 + 0.02 * layers * share, isInBudget: isSince(settings.version, '0.21.0') };
}

/** Batch sizes captured: 1, 2, 4, then every 8th to 256 and every 16th to twice the requests. */
function captureSizes(maxNumSeqs: number): number {
  const largest = Math.min(512, 2 * maxNumSeqs);
  const small = [1, 2, 4].filter((size) => size <= largest).length;
  const byEight = Math.floor(Math.min(largest, 255) / 8);
  const bySixteen = Math.max(0, Math.floor((largest - 256) / 16) + 1);
  return small + byEight + bySixteen;
}
