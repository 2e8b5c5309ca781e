import data from './data/quantization.json' with { type: 'json' };
import { isAtLeast, type Version } from './versions.ts';

/** How weights are stored. `int4` and `int8` are compressed-tensors (w4a16; w8a8 or w8a16). */
export type QuantizationMethod =
  'awq' | 'gptq' | 'gptq8' | 'int4' | 'int8' | 'fp8' | 'nvfp4' | 'mxfp4' | 'bitsandbytes' | 'gguf';

/** A value of `--quantization` and the smallest GPU that vLLM lets it run on. */
export interface VllmQuantization {
  readonly name: string;
  /** Compute capability times 10 that vLLM 0.10.0 asks for. Absent: it did not have the method. */
  readonly minSmAt0100?: number;
  /** The same in vLLM of August 2026. Absent: no longer in the tree. */
  readonly minSm?: number;
}

export const vllmQuantizations: readonly VllmQuantization[] = Object.freeze(data.methods);

/**
 * Smallest compute capability (times 10) on which vLLM starts with `--quantization name`. The two
 * ends we have read are 0.10.0 and August 2026; the smaller of them is returned when the version is
 * absent or lies between, so that a shortfall is certain. Absent for methods we have no figure for.
 */
export function minimumSm(name: string, version: Version | undefined): number | undefined {
  const method = vllmQuantizations.find((candidate) => candidate.name === name);
  if (method === undefined) return undefined;
  if (version && !isAtLeast(version, '0.10.1') && isAtLeast(version, '0.10.0')) {
    return method.minSmAt0100;
  }
  const known = [method.minSmAt0100, method.minSm].filter((sm) => sm !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
