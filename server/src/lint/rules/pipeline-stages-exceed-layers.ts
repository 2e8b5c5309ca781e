import { blame, tell } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const pipelineStagesExceedLayers: Rule = {
  id: 'pipeline-stages-exceed-layers',
  severity: 'error',
  summary: 'The model is to be cut into more pipeline stages than it has layers.',
  why: 'Each pipeline stage holds whole layers. With more stages than layers some would be empty, and vLLM stops while it builds the model.',
  sources: [vllm('vllm/distributed/utils.py')],
  *check({ config }) {
    const { accelerator, pipelineParallelSize: stages } = config;
    const model = chosenModel(config);
    if (accelerator?.value !== 'gpu' || stages === undefined || model === undefined) return;
    const at = blame(stages, model.id);
    if (at === undefined || stages.value <= model.facts.layers) return;
    yield {
      at,
      message: `pipelineParallelSize is ${tell(stages)}, but ${model.id.value} has ${model.facts.layers} layers: some stages would hold none, and vLLM stops while it builds the model.`,
      ...(at !== model.id && {
        related: [{ at: model.id, message: `The model is ${model.id.value}.` }],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: lws-vllm
          model: meta-llama/Llama-3.2-1B-Instruct
          #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ related pipeline-stages-exceed-layers
          modelParameters:
            pipelineParallelSize: 24
          #                       ^^ pipeline-stages-exceed-layers
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: lws-vllm
        model: meta-llama/Llama-3.2-1B-Instruct
        modelParameters:
          pipelineParallelSize: 2
      `,
    ],
  },
};
