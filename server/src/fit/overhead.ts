import { isSince, type GpuSettings } from './settings.ts';

/**
 * GiB of one rank that torch does not manage: CUDA context growth, NCCL and all-reduce buffers.
 * From what start-up logs print, so the middle of a range:
 * - one rank: 0.01 to 0.12 up to 0.12 (T4, V100, L4, A10, L40S, A100, H100), 0.13 up to 0.17; from
 *   0.18 0.25 on Hopper and newer, 0.14 to 0.16 on smaller cards;
 * - tensor parallelism up to 0.17: 0.2 to 0.25 on cards without NVLink (RTX 3090, RTX 4090, L40S),
 *   0.55 on those that have it; from 0.18 2.1 where Hopper and newer data-centre cards set up
 *   symmetric memory, 0.45 elsewhere.
 */
export function nonTorchGiB({ version, gpu, tensorParallelSize }: GpuSettings): number {
  const sm = gpu.sm ?? 0;
  const isNew = isSince(version, '0.18.0');
  if (tensorParallelSize === 1) {
    if (isNew) return sm >= 90 ? 0.25 : 0.15;
    return isSince(version, '0.13.0') ? 0.13 : 0.06;
  }
  const isDataCentre = sm === 70 || sm === 80 || (sm >= 90 && sm < 120);
  if (!isNew) return isDataCentre ? 0.55 : 0.22;
  return isDataCentre && sm >= 90 ? 2.1 : 0.45;
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
