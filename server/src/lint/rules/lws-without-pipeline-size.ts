import { parameterPath } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';

export const lwsWithoutPipelineSize: Rule = {
  id: 'lws-without-pipeline-size',
  severity: 'error',
  summary: 'lws-vllm has no pipelineParallelSize to take its group size from.',
  why: 'A LeaderWorkerSet has as many pods in a group as the model has pipeline stages. The chart reads that number from modelParameters.pipelineParallelSize and has no default, so the group size is empty and the API server refuses the object.',
  sources: [
    {
      title: 'AI on EKS inference chart, lws templates',
      read: '0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config: { framework, generation, known, values } }) {
    if (generation !== '0.2' || framework === undefined) return;
    if (known.framework?.workload !== 'LeaderWorkerSet') return;
    if (values.at(parameterPath('pipelineParallelSize')) !== undefined) return;
    yield {
      at: framework,
      message: `framework is ${framework.value}, but modelParameters.pipelineParallelSize is not set: the LeaderWorkerSet has no group size and is refused. Set it to the number of nodes that one copy of the model takes.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: lws-vllm
          #            ^^^^^^^^ lws-without-pipeline-size
          modelParameters:
            maxModelLen: 8192
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: lws-vllm
        modelParameters:
          pipelineParallelSize: 2
      `,
    ],
  },
};
