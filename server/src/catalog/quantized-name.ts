import type { QuantizationMethod } from './quantization.ts';

/** What the name of a quantised checkpoint says about itself. */
export interface QuantizedName {
  /** The name without the part that names the quantisation. */
  readonly base: string;
  readonly method: QuantizationMethod;
}

/**
 * Splits `Qwen2.5-7B-Instruct-FP8-dynamic` into the model and its quantisation, by the endings that
 * publishers use on the Hugging Face hub (AutoAWQ, GPTQModel, llm-compressor, ModelOpt,
 * bitsandbytes). Absent when the name ends in none of them.
 */
export function quantizedName(name: string): QuantizedName | undefined {
  for (const [method, ending] of endings) {
    const match = ending.exec(name);
    if (match && match.index > 0) return { base: name.slice(0, match.index), method };
  }
  return undefined;
}

const separator = '[-_.]';
const option = `(?:${separator}(?:g\\d+|gs\\d+|asym|sym|ct|hf|v\\d))*`;

/** Ordered: the longer ending of two that could match stands first. */
const endings: readonly (readonly [QuantizationMethod, RegExp])[] = (
  [
    ['int4', 'quantized[-.]w4a16'],
    ['int8', 'quantized[-.]w8a8'],
    ['int8', 'quantized[-.]w8a16'],
    ['awq', 'awq(?:[-_](?:int4|4bit|w4a16|marlin))?'],
    ['awq', '(?:int4|4bit|w4a16)[-_]awq'],
    ['gptq8', 'gptq[-_](?:int8|8bit|w8a16)'],
    ['gptq', 'gptq(?:[-_](?:int4|4bit|w4a16|marlin))?'],
    ['gptq', '(?:int4|4bit|w4a16)[-_]gptq'],
    ['bitsandbytes', '(?:unsloth-)?bnb[-_]4bit'],
    ['nvfp4', 'nvfp4(?:a16)?'],
    ['nvfp4', 'fp4'],
    ['mxfp4', 'mxfp4'],
    ['fp8', 'fp8(?:[-_](?:dynamic|static|kv|block|blockscale))?'],
    ['int4', 'w4a16(?:[-_]asym)?'],
    ['int8', 'w8a8(?:[-_]int8)?'],
    ['int8', 'w8a16'],
    ['int8', 'int8'],
    ['int4', 'int4(?:[-_](?:autoround|awq))?'],
    ['int4', 'autoround(?:[-_](?:int4|4bit))?'],
    ['gguf', 'gguf'],
  ] as const
).map(([method, ending]) => [method, new RegExp(`${separator}${ending}${option}$`, 'i')]);
