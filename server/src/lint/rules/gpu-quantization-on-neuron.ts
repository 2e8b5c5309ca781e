import { blame, keyOf } from '../blame.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

/** Formats that are kernels for CUDA. */
const cudaFormats: ReadonlySet<string> = new Set([
  'awq',
  'awq_marlin',
  'gptq',
  'gptq8',
  'gptq_marlin',
  'bitsandbytes',
  'gguf',
  'marlin',
  'modelopt_fp4',
  'nvfp4',
]);

export const gpuQuantizationOnNeuron: Rule = {
  id: 'gpu-quantization-on-neuron',
  severity: 'error',
  summary: 'A checkpoint in a CUDA format is to run on Neuron.',
  why: 'AWQ, GPTQ, bitsandbytes, GGUF and NVFP4 weights are unpacked by CUDA kernels. vLLM on Neuron has none of them and stops while it loads or compiles the model.',
  sources: [neuronSdk('vllm-neuron/docs/guides/reference-configuration.md')],
  *check({ config }) {
    if (config.accelerator?.value !== 'neuron') return;
    const method = methodOf(config);
    const at = blame(method?.fact, config.accelerator);
    if (method === undefined || at === undefined) return;
    yield {
      at,
      message: `${keyOf(method.fact)} ${String(method.fact.value)} is ${method.name}, a CUDA format that vLLM on Neuron cannot load. Use the unquantised model, or set accelerator to gpu.`,
      related: [{ at: config.accelerator, message: 'accelerator is neuron here.' }].filter(
        (place) => place.at !== at,
      ),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
          #              ^^^^^^ related gpu-quantization-on-neuron
          modelParameters:
            modelId: Qwen/Qwen3-8B-AWQ
          #          ^^^^^^^^^^^^^^^^^ gpu-quantization-on-neuron
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
        modelParameters:
          modelId: Qwen/Qwen3-8B
      `,
    ],
  },
};

function methodOf({ flags, modelId, known }: InferenceConfig) {
  if (known.undecidedFlags.has('quantization')) return undefined;
  const stated = flags.get('quantization');
  if (typeof stated?.value === 'string' && cudaFormats.has(stated.value))
    return { name: stated.value, fact: stated };
  const inModel = known.model?.quantization;
  return modelId && inModel !== undefined && cudaFormats.has(inModel)
    ? { name: inModel, fact: modelId }
    : undefined;
}
