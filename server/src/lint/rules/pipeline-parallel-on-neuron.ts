import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const pipelineParallelOnNeuron: Rule = {
  id: 'pipeline-parallel-on-neuron',
  severity: 'warning',
  summary: 'pipelineParallelSize has no use on Neuron.',
  why: 'vLLM on Neuron drives all cores from one process and does not split a model into pipeline stages. Depending on the image the value is ignored or the server refuses to start.',
  sources: [
    neuronSdk('vllm-neuron/docs/guides/reference-configuration.md'),
    {
      title: 'vllm-neuron, vllm_neuron/platform.py',
      read: 'a5ef7c88 (2026-11-23)',
      url: 'https://github.com/vllm-project/vllm-neuron/blob/a5ef7c88/vllm_neuron/platform.py',
    },
  ],
  *check({ config: { accelerator, pipelineParallelSize: stages } }) {
    if (accelerator?.value !== 'neuron' || stages === undefined || stages.value <= 1) return;
    const at = blame(stages, accelerator);
    if (at === undefined) return;
    yield {
      at,
      message: `pipelineParallelSize is ${tell(stages)}, but vLLM on Neuron has no pipeline stages: the value is ignored or refused at start-up. Set it to 1 and split the model with tensorParallelSize.`,
      fixes: [
        {
          title: 'Set pipelineParallelSize to 1',
          isSafe: false,
          edits: [{ kind: 'set', path: stages.path, value: 1 }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
          modelParameters:
            pipelineParallelSize: 2
          #                       ^ pipeline-parallel-on-neuron
        `,
        fixed: `
          inference:
            accelerator: neuron
          modelParameters:
            pipelineParallelSize: 1
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
        modelParameters:
          pipelineParallelSize: 1
      `,
    ],
  },
};
