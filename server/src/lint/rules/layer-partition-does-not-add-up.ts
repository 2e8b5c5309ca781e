import { chosenModel } from '../chosen-model.ts';
import { environmentVariable } from '../environment.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const layerPartitionDoesNotAddUp: Rule = {
  id: 'layer-partition-does-not-add-up',
  severity: 'error',
  summary: 'VLLM_PP_LAYER_PARTITION does not name a number of layers for each stage.',
  why: 'The variable lists how many layers each pipeline stage holds. vLLM stops at start-up when it has not as many numbers as there are stages ("len(partitions) does not match pp_size") or when they do not add up to the layers of the model ("sum(partitions) does not match num_hidden_layers").',
  sources: [vllm('vllm/distributed/utils.py')],
  *check({ config }) {
    const at = environmentVariable(config.values, 'VLLM_PP_LAYER_PARTITION');
    if (at === undefined || config.accelerator?.value !== 'gpu') return;
    const stages = String(at.value).split(',').map(Number);
    if (stages.some((layers) => !Number.isInteger(layers))) return;
    const fault = faultOf(stages, config);
    if (fault === undefined) return;
    yield {
      at,
      message: `VLLM_PP_LAYER_PARTITION is ${String(at.value)}: ${fault}, and vLLM stops at start-up.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: lws-vllm
            modelServer:
              env:
                VLLM_PP_LAYER_PARTITION: "20,20"
          #                              ^^^^^^^ layer-partition-does-not-add-up
          model: Qwen/Qwen3-8B
          modelParameters:
            pipelineParallelSize: 2
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: lws-vllm
            modelServer:
              env:
                VLLM_PP_LAYER_PARTITION: "12,12,12"
          #                              ^^^^^^^^^^ layer-partition-does-not-add-up
          model: Qwen/Qwen3-8B
          modelParameters:
            pipelineParallelSize: 2
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: lws-vllm
          modelServer:
            env:
              VLLM_PP_LAYER_PARTITION: "19,17"
        model: Qwen/Qwen3-8B
        modelParameters:
          pipelineParallelSize: 2
      `,
    ],
  },
};

function faultOf(stages: readonly number[], config: InferenceConfig): string | undefined {
  const size = config.pipelineParallelSize?.value;
  if (size !== undefined && size !== stages.length)
    return `these are ${stages.length} numbers, but pipelineParallelSize is ${size}`;
  const model = chosenModel(config);
  const sum = stages.reduce((layers, more) => layers + more, 0);
  return model !== undefined && sum !== model.facts.layers
    ? `these are ${sum} layers, but ${model.id.value} has ${model.facts.layers}`
    : undefined;
}
