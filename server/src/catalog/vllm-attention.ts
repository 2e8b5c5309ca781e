import data from './data/vllm-attention.json' with { type: 'json' };
import { livesIn, valueIn, type History, type LifeSpan } from './life-span.ts';
import type { Version } from './versions.ts';
import { vllmReleases } from './vllm-releases.ts';

/** An attention back end, with what its class says of itself; most do from 0.11.1 on. */
export interface AttentionBackend {
  readonly name: string;
  readonly life: LifeSpan;
  /** For latent attention (DeepSeek) only. */
  readonly isMla?: History<boolean>;
  readonly isSparse?: History<boolean>;
  /** Compute capabilities times 10. Absent: all, or more than one expression decides. */
  readonly capabilities?: History<readonly number[]>;
  readonly dtypes?: History<readonly string[]>;
  /** Values of --kv-cache-dtype. */
  readonly kvCacheDtypes?: History<readonly string[]>;
}

const backends: readonly AttentionBackend[] = data.backends;

/** Whether vLLM of `version` has a back end of that name. Undefined where nobody can tell. */
export function attentionBackendIn(name: string, version: Version): boolean | undefined {
  return livesIn(findBackend(name)?.life, version, vllmReleases);
}

/** Names of back ends that `version` surely has, sorted. */
export function attentionBackendsOf(version: Version): readonly string[] {
  return backends
    .filter(({ life }) => livesIn(life, version, vllmReleases) === true)
    .map(({ name }) => name);
}

/**
 * Whether the back end runs on a GPU of that compute capability (times 10). Undefined when its class
 * does not say, and where nobody can tell.
 */
export function attentionRunsOn(name: string, sm: number, version: Version): boolean | undefined {
  return valueIn(findBackend(name)?.capabilities, version, vllmReleases)?.includes(sm);
}

/** Whether the back end takes a KV cache of that type. Undefined as above. */
export function attentionTakesKvDtype(
  name: string,
  dtype: string,
  version: Version,
): boolean | undefined {
  return valueIn(findBackend(name)?.kvCacheDtypes, version, vllmReleases)?.includes(dtype);
}

/** Whether the back end is for latent attention alone. Undefined where nobody can tell. */
export function attentionIsMla(name: string, version: Version): boolean | undefined {
  return valueIn(findBackend(name)?.isMla, version, vllmReleases);
}

function findBackend(name: string): AttentionBackend | undefined {
  return backends.find((backend) => backend.name === name);
}
