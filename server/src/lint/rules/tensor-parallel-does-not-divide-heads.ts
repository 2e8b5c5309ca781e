import type { InferenceConfig } from '../../model/inference-config.ts';
import type { ModelFacts } from '../../catalog/models.ts';
import { blame, tell } from '../blame.ts';
import { chosenModel, type ChosenModel } from '../chosen-model.ts';
import { dividesHeads, hasEvenKvHeads } from '../parallel-sizes.ts';
import type { Finding, Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const tensorParallelDoesNotDivideHeads: Rule = {
  id: 'tensor-parallel-does-not-divide-heads',
  severity: 'error',
  summary: 'tensorParallelSize does not divide the attention heads of the model.',
  why: 'On GPUs vLLM gives every rank the same number of attention heads and refuses anything else at start-up: "Total number of attention heads (28) must be divisible by tensor parallel size (8)". Key-value heads must divide as well, or be repeated a whole number of times. On Neuron heads are padded, so the rule does not apply there.',
  sources: [vllm('vllm/config/model.py'), vllm('vllm/model_executor/layers/linear.py')],
  *check({ config }) {
    const { accelerator, tensorParallelSize: size } = config;
    const model = chosenModel(config);
    if (accelerator?.value !== 'gpu' || size === undefined || model === undefined) return;
    const at = blame(size, model.id);
    if (at === undefined || !Number.isInteger(size.value) || size.value < 1) return;
    if (model.facts.attentionHeads % size.value !== 0)
      yield finding(config, model, size, at, 'attention');
    else if (hasEvenKvHeads(model.facts) && !dividesHeads(size.value, model.facts))
      yield finding(config, model, size, at, 'key-value');
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 8
                    limits:
                      nvidia.com/gpu: 8
          modelParameters:
            modelId: Qwen/Qwen2.5-7B-Instruct
          #          ^^^^^^^^^^^^^^^^^^^^^^^^ related tensor-parallel-does-not-divide-heads
            tensorParallelSize: 8
          #                     ^ tensor-parallel-does-not-divide-heads
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 8
                    limits:
                      nvidia.com/gpu: 8
          modelParameters:
            modelId: Qwen/Qwen2.5-7B-Instruct
            tensorParallelSize: 4
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            modelId: microsoft/phi-4
          #          ^^^^^^^^^^^^^^^ related tensor-parallel-does-not-divide-heads
            tensorParallelSize: 4
          #                     ^ tensor-parallel-does-not-divide-heads
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            modelId: microsoft/phi-4
            tensorParallelSize: 2
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 8
                  limits:
                    nvidia.com/gpu: 8
        modelParameters:
          modelId: s3://models/Qwen2.5-7B-Instruct
          tensorParallelSize: 8
      `,
      `
        inference:
          accelerator: neuron
          modelServer:
            image:
              repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
              tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
            deployment:
              instanceType: trn1.32xlarge
              resources:
                neuron:
                  requests:
                    aws.amazon.com/neuron: 4
                  limits:
                    aws.amazon.com/neuron: 4
        modelParameters:
          modelId: Qwen/Qwen2.5-7B-Instruct
          tensorParallelSize: 8
      `,
    ],
  },
};

function finding(
  { known }: InferenceConfig,
  { facts, id }: ChosenModel,
  size: Finding['at'] & { readonly value: number },
  at: Finding['at'],
  kind: 'attention' | 'key-value',
): Finding {
  const heads = kind === 'attention' ? facts.attentionHeads : (facts.kvHeads ?? 0);
  const valid = sizes(facts);
  const room = known.devices?.unit === 'gpu' ? known.devices.count : size.value;
  const best = valid.filter((candidate) => candidate <= Math.min(room, size.value)).at(-1);
  return {
    at,
    message: `${id.value} has ${heads} ${kind} heads, which tensorParallelSize ${tell(size)} does not divide: vLLM refuses to start. Sizes that work: ${valid.join(', ')}.`,
    ...(at !== id && { related: [{ at: id, message: `The model is ${id.value}.` }] }),
    ...(best !== undefined && {
      fixes: [
        {
          title: `Set tensorParallelSize to ${best}`,
          isSafe: false,
          edits: [{ kind: 'set', path: size.path, value: best }],
        },
      ],
    }),
  };
}

/** Up to the largest node there is; feed-forward layers and the padded vocabulary must divide too. */
function sizes(model: ModelFacts): number[] {
  const asked = hasEvenKvHeads(model) ? model : { attentionHeads: model.attentionHeads };
  const vocabulary = Math.ceil(model.vocabSize / 64) * 64;
  return [1, 2, 3, 4, 5, 6, 7, 8, 16].filter(
    (size) =>
      dividesHeads(size, asked) &&
      (model.intermediateSize ?? 0) % size === 0 &&
      vocabulary % size === 0,
  );
}
