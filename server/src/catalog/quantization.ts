import data from './data/vllm-quantization.json' with { type: 'json' };
import {
  livesIn,
  sinceOf,
  untilOf,
  valueIn,
  valuesOf,
  type History,
  type LifeSpan,
} from './life-span.ts';
import type { Version } from './versions.ts';
import { vllmReleases } from './vllm-releases.ts';

/** How weights are stored. `int4` and `int8` are compressed-tensors (w4a16; w8a8 or w8a16). */
export type QuantizationMethod =
  'awq' | 'gptq' | 'gptq8' | 'int4' | 'int8' | 'fp8' | 'nvfp4' | 'mxfp4' | 'bitsandbytes' | 'gguf';

/** A value of `--quantization` and the smallest GPU that vLLM lets it run on. */
export interface VllmQuantization {
  readonly name: string;
  readonly life: LifeSpan;
  /** Compute capability times 10. Absent: the platform decides, or it is not for GPUs. */
  readonly minSm?: History<number>;
  readonly deprecated?: History<boolean>;
}

export const vllmQuantizations: readonly VllmQuantization[] = Object.freeze(
  data.methods as readonly VllmQuantization[],
);

/**
 * Smallest compute capability (times 10) on which vLLM starts with `--quantization name`. Where the
 * version is absent, or lies between two that differ, the smallest that any release asks for, so
 * that a shortfall is certain. Absent for methods without a figure, and where the version is known
 * to lack the method.
 */
export function minimumSm(name: string, version: Version | undefined): number | undefined {
  const method = findMethod(name);
  if (method === undefined) return undefined;
  if (version !== undefined) {
    if (livesIn(method.life, version, vllmReleases) === false) return undefined;
    const exact = valueIn(method.minSm, version, vllmReleases);
    if (exact !== undefined) return exact;
  }
  const known = valuesOf(method.minSm);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Whether vLLM of `version` has the method. Undefined where nobody can tell. */
export function quantizationKnownIn(name: string, version: Version): boolean | undefined {
  return livesIn(findMethod(name)?.life, version, vllmReleases);
}

/** Names that `version` surely has, sorted. */
export function quantizationsOf(version: Version): readonly string[] {
  return vllmQuantizations
    .filter(({ life }) => livesIn(life, version, vllmReleases) === true)
    .map(({ name }) => name);
}

/** The first and the last release that has the method, where it is not all that were read. */
export function quantizationLife(name: string): {
  readonly since?: string;
  readonly until?: string;
} {
  const life = findMethod(name)?.life;
  const since = life === undefined ? undefined : sinceOf(life);
  const until = life === undefined ? undefined : untilOf(life);
  return { ...(since && { since }), ...(until && { until }) };
}

function findMethod(name: string): VllmQuantization | undefined {
  return vllmQuantizations.find((candidate) => candidate.name === name);
}
