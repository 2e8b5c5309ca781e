import type { QuantizationMethod } from '../catalog/quantization.ts';

/**
 * How the weights will lie in memory: what `--quantization` (or a scheme's name) asks for, else
 * what the checkpoint is. `unknown` for a method whose size we cannot tell (GGUF files differ).
 */
export function quantizationMethod(
  asked: string | undefined,
  own: QuantizationMethod | undefined,
): QuantizationMethod | 'unknown' | undefined {
  if (asked === undefined || /^(none|null|auto|)$/i.test(asked.trim())) return sized(own);
  const found = schemes.find(([pattern]) => pattern.test(asked))?.[1];
  if (found !== undefined) return sized(found);
  // These read the scheme from the checkpoint, so the checkpoint's own quantisation decides.
  if (/compressed-tensors|modelopt|quark|torchao|auto-round|inc/i.test(asked)) {
    return own === undefined ? 'unknown' : sized(own);
  }
  return 'unknown';
}

function sized(method: QuantizationMethod | undefined): QuantizationMethod | 'unknown' | undefined {
  return method === 'gguf' ? 'unknown' : method;
}

/** Ordered: `awq_marlin` is AWQ, `w8a8-fp8` is FP8, `modelopt_fp4` is NVFP4. */
const schemes: readonly (readonly [RegExp, QuantizationMethod])[] = [
  [/gguf/i, 'gguf'],
  [/mxfp4/i, 'mxfp4'],
  [/nvfp4|fp4/i, 'nvfp4'],
  [/fp8/i, 'fp8'],
  [/awq/i, 'awq'],
  [/gptq.*(8bit|int8|w8)/i, 'gptq8'],
  [/gptq/i, 'gptq'],
  [/w4a16|int4|4bit/i, 'int4'],
  [/w8a8|w8a16|int8/i, 'int8'],
  [/bitsandbytes|bnb/i, 'bitsandbytes'],
];

/**
 * Bytes of one quantised weight, scales and zero points included. Measured on loaded checkpoints
 * (vLLM start-up logs): 4-bit integer formats 0.52; NVFP4 stores a scale byte per 16 weights.
 */
export function bytesPerWeight(method: QuantizationMethod): number {
  return weightBytes[method];
}

const weightBytes: Readonly<Record<QuantizationMethod, number>> = {
  awq: 0.52,
  gptq: 0.52,
  gptq8: 1,
  int4: 0.52,
  int8: 1,
  fp8: 1,
  nvfp4: 0.5625,
  mxfp4: 0.53125,
  bitsandbytes: 0.53,
  gguf: Number.NaN,
};
