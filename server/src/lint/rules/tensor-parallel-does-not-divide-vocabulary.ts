import { blame, tell } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import { passesHeads } from '../parallel-sizes.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

/** vLLM fills the vocabulary up to a multiple of this before it deals it out. */
const padding = 64;

export const tensorParallelDoesNotDivideVocabulary: Rule = {
  id: 'tensor-parallel-does-not-divide-vocabulary',
  severity: 'warning',
  summary: 'tensorParallelSize does not divide the padded vocabulary of the model.',
  why: 'vLLM pads the vocabulary to a multiple of 64 and gives every rank the same part of it. A size that is no power of two, such as 3 or 6, usually leaves a rest, and the model stops while it is built with "… is not divisible by 3".',
  sources: [vllm('vllm/model_executor/layers/vocab_parallel_embedding.py')],
  *check({ config }) {
    const { accelerator, tensorParallelSize: size } = config;
    const model = chosenModel(config);
    if (accelerator?.value !== 'gpu' || size === undefined || model === undefined) return;
    const at = blame(size, model.id);
    if (at === undefined || !Number.isInteger(size.value) || size.value < 2) return;
    const { intermediateSize = 0, vocabSize } = model.facts;
    // What fails before this is told by other rules.
    if (!passesHeads(size.value, model.facts) || intermediateSize % size.value !== 0) return;
    const padded = Math.ceil(vocabSize / padding) * padding;
    if (padded % size.value === 0) return;
    yield {
      at,
      message: `The vocabulary of ${model.id.value}, padded to ${padded} tokens, cannot be dealt out to tensorParallelSize ${tell(size)}: vLLM stops while it builds the model. Use a power of two.`,
      ...(at !== model.id && {
        related: [{ at: model.id, message: `The model is ${model.id.value}.` }],
      }),
    };
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
                      nvidia.com/gpu: 5
                    limits:
                      nvidia.com/gpu: 5
          modelParameters:
            modelId: microsoft/phi-4
          #          ^^^^^^^^^^^^^^^ related tensor-parallel-does-not-divide-vocabulary
            tensorParallelSize: 5
          #                     ^ tensor-parallel-does-not-divide-vocabulary
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
                    nvidia.com/gpu: 2
                  limits:
                    nvidia.com/gpu: 2
        modelParameters:
          modelId: Qwen/Qwen3-8B
          tensorParallelSize: 2
      `,
    ],
  },
};
