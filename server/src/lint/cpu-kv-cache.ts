import { paths } from '../catalog/values-paths.ts';
import { asNumber, type InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { tellWritten } from './as-written.ts';
import { tell } from './blame.ts';
import { environmentVariable } from './environment.ts';
import { servesOnGraviton } from './graviton.ts';

/** The KV cache that the chart has vLLM reserve on a CPU node. */
export interface CpuKvCache {
  /** In units of 2^30 bytes, whole as vLLM takes it. */
  readonly sizeGiB: number;
  /** What decides it, the first to turn to first. */
  readonly facts: readonly Fact[];
  /** `vllm.cpuKvCacheSpace is 20`, `vllm.cpuKvCacheUtilization 0.7 of the requested 8Gi`. */
  readonly told: string;
}

/**
 * The value that templates of the chart (0.2.7) give VLLM_CPU_KVCACHE_SPACE: cpuKvCacheSpace as it is
 * written, else cpuKvCacheUtilization times the memory request in Gi, rounded down. Absent where the
 * chart sets no such variable, where the values set it by themselves, and where they leave it open.
 */
export function cpuKvCache(config: InferenceConfig): CpuKvCache | undefined {
  const { known, values } = config;
  if (!servesOnGraviton(config) || known.framework?.server !== 'vllm') return undefined;
  if (environmentVariable(values, 'VLLM_CPU_KVCACHE_SPACE') !== undefined) return undefined;
  const written = values.at(paths.cpuKvCacheSpace);
  if (written !== undefined && isSet(written.value)) {
    const size = asNumber(written);
    if (size === undefined || !Number.isInteger(size.value) || size.value <= 0) return undefined;
    return { sizeGiB: size.value, facts: [size], told: `vllm.cpuKvCacheSpace is ${tell(size)}` };
  }
  return derived(config);
}

function derived({ requests, limits, values }: InferenceConfig): CpuKvCache | undefined {
  const share = asNumber(values.at(paths.cpuKvCacheUtilization));
  const memory = requests.get('memory') ?? limits.get('memory');
  const [, whole] = /^(\d+)(?:\.\d+)?Gi?$/.exec(memory?.written?.source ?? '') ?? [];
  if (share === undefined || memory === undefined || whole === undefined) return undefined;
  const sizeGiB = Math.floor(Number(whole) * share.value);
  if (sizeGiB <= 0) return undefined;
  const told = `vllm.cpuKvCacheUtilization ${tell(share)} of the requested ${tellWritten(memory)}`;
  return { sizeGiB, facts: [share, memory], told };
}

/** As templates ask: an empty key and 0 are none. */
function isSet(value: unknown): boolean {
  return value !== null && value !== '' && value !== 0 && value !== false;
}
