import { minimumSm } from '../../catalog/quantization.ts';
import { blame, keyOf } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const quantizationNeedsNewerGpu: Rule = {
  id: 'quantization-needs-newer-gpu',
  severity: 'error',
  summary: 'The GPU is too old for the quantisation of the model.',
  why: 'Each quantisation method of vLLM names the least compute capability it runs on. On an older GPU vLLM stops at start-up: "The quantization method mxfp4 is not supported for the current GPU. Minimum capability: 80. Current capability: 75".',
  sources: [vllm('vllm/model_executor/layers/quantization'), vllm('vllm/config/vllm.py')],
  *check({ config }) {
    const { accelerator, instanceType, known } = config;
    const method = methodOf(config);
    const { sm, name, acceleratorModel } = known.instance ?? {};
    if (accelerator?.value !== 'gpu' || method === undefined || sm === undefined) return;
    const least = minimumSm(method.name, known.vllm);
    const at = blame(instanceType, method.fact);
    if (least === undefined || sm >= least || at === undefined || !instanceType) return;
    yield {
      at,
      message: `${keyOf(method.fact)} ${method.fact.value} is quantised with ${method.name}, which needs compute capability ${(least / 10).toFixed(1)}, but the ${acceleratorModel ?? 'GPU'} of ${name ?? ''} has ${(sm / 10).toFixed(1)}: vLLM stops at start-up. Choose an instance type with newer GPUs, such as g6 or g6e.`,
      related: [
        at === instanceType
          ? { at: method.fact, message: `${keyOf(method.fact)} is ${method.fact.value} here.` }
          : { at: instanceType, message: `instanceType is ${instanceType.value} here.` },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g4dn.2xlarge
          #                   ^^^^^^^^^^^^ quantization-needs-newer-gpu
          modelParameters:
            modelId: openai/gpt-oss-20b
          #          ^^^^^^^^^^^^^^^^^^ related quantization-needs-newer-gpu
            gpuMemoryUtilization: 0.95
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g4dn.2xlarge
        modelParameters:
          modelId: Qwen/Qwen3-8B-AWQ
      `,
    ],
  },
};

/** What the file asks for, else what the checkpoint is, where vLLM calls it by the same name. */
function methodOf(config: InferenceConfig) {
  const { flags, known } = config;
  if (known.undecidedFlags.has('quantization')) return undefined;
  const stated = flags.get('quantization');
  if (stated !== undefined)
    return typeof stated.value === 'string'
      ? { name: stated.value, fact: { ...stated, value: stated.value } }
      : undefined;
  const model = chosenModel(config);
  const method = model?.facts.quantization;
  // A copy that is named FP8 may be stored in a format of another name.
  const isSure = model?.facts.siblingOf === undefined || method === 'mxfp4';
  return model && isSure && (method === 'mxfp4' || method === 'awq' || method === 'fp8')
    ? { name: method, fact: model.id }
    : undefined;
}
