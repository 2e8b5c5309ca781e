import { isAtLeast, type Version } from './versions.ts';

/**
 * Share of GPU memory that vLLM takes when nothing is said: 0.90 up to 0.20, 0.92 from 0.21.
 * Source: vllm/config/cache.py, changed by 96a85c5750. Without a version, the newer value.
 */
export function defaultGpuMemoryUtilization(version: Version | undefined): number {
  return version && !isAtLeast(version, '0.21.0') ? 0.9 : 0.92;
}

/** What the API server schedules at once when the values are silent. */
export interface BatchDefaults {
  readonly maxNumBatchedTokens: number;
  readonly maxNumSeqs: number;
}

/**
 * Batch defaults of vLLM's API server by GPU (vllm/engine/arg_utils.py, read in 0.8.5 to 0.28.0).
 * From 0.9.0 an A100 counts as small whatever its memory; from 0.28.0 the largest cards have a
 * default of their own. Without a version, the newest.
 */
export function defaultBatch(
  gpu: { readonly name: string; readonly totalGiB: number },
  version?: Version,
): BatchDefaults {
  const isSince = (bound: string) => version === undefined || isAtLeast(version, bound);
  if (gpu.totalGiB >= 160 && isSince('0.28.0')) {
    return { maxNumBatchedTokens: 16384, maxNumSeqs: 1024 };
  }
  if (gpu.totalGiB >= 70 && !(/a100/i.test(gpu.name) && isSince('0.9.0'))) {
    return { maxNumBatchedTokens: 8192, maxNumSeqs: 1024 };
  }
  return { maxNumBatchedTokens: 2048, maxNumSeqs: 256 };
}
