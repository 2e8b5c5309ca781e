import { blame, tell } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import { passesHeads } from '../parallel-sizes.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const tensorParallelDoesNotDivideFeedForward: Rule = {
  id: 'tensor-parallel-does-not-divide-feed-forward',
  severity: 'error',
  summary: 'tensorParallelSize does not divide the feed-forward layers of the model.',
  why: 'vLLM cuts the feed-forward layers into as many equal columns as there are ranks and does not pad them: when it builds the model it stops with "8960 is not divisible by 6". Sizes that divide the attention heads need not divide these.',
  sources: [vllm('vllm/model_executor/layers/linear.py'), vllm('vllm/distributed/utils.py')],
  *check({ config }) {
    const { accelerator, tensorParallelSize: size } = config;
    const model = chosenModel(config);
    if (accelerator?.value !== 'gpu' || size === undefined || model === undefined) return;
    const width = model.facts.intermediateSize;
    const at = blame(size, model.id);
    if (at === undefined || width === undefined || !Number.isInteger(size.value)) return;
    // Of heads another rule speaks, and of experts the size is another.
    if (size.value < 2 || !passesHeads(size.value, model.facts)) return;
    if (width % size.value === 0) return;
    const lower = [8, 4, 2, 1].find(
      (one) => one < size.value && width % one === 0 && passesHeads(one, model.facts),
    );
    yield {
      at,
      message: `The feed-forward layers of ${model.id.value} are ${width} wide, which tensorParallelSize ${tell(size)} does not divide: vLLM stops while it builds the model.${lower === undefined ? '' : ` Set it to ${lower}.`}`,
      ...(at !== model.id && {
        related: [{ at: model.id, message: `The model is ${model.id.value}.` }],
      }),
      ...(lower !== undefined && {
        fixes: [
          {
            title: `Set tensorParallelSize to ${lower}`,
            isSafe: false,
            edits: [{ kind: 'set', path: size.path, value: lower }],
          },
        ],
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
                      nvidia.com/gpu: 6
                    limits:
                      nvidia.com/gpu: 6
          modelParameters:
            modelId: Qwen/Qwen2.5-1.5B-Instruct
          #          ^^^^^^^^^^^^^^^^^^^^^^^^^^ related tensor-parallel-does-not-divide-feed-forward
            tensorParallelSize: 6
          #                     ^ tensor-parallel-does-not-divide-feed-forward
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 6
                    limits:
                      nvidia.com/gpu: 6
          modelParameters:
            modelId: Qwen/Qwen2.5-1.5B-Instruct
            tensorParallelSize: 4
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
          modelId: Qwen/Qwen2.5-1.5B-Instruct
          tensorParallelSize: 2
      `,
    ],
  },
};
