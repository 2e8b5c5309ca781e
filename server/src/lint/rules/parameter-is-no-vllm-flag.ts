import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { parameterPath } from '../../catalog/values-paths.ts';
import { foreignDialect } from '../dialect.ts';
import type { Rule } from '../rule.ts';

export const parameterIsNoVllmFlag: Rule = {
  id: 'parameter-is-no-vllm-flag',
  severity: 'error',
  summary: 'A parameter of the older chart becomes a flag that vLLM does not know.',
  why: 'Charts of generation 0.2 hand every key of modelParameters to vLLM as a flag. numGpus belongs to generation 0.1, where it was an environment variable; vLLM stops with "unrecognized arguments: --num-gpus".',
  sources: [
    {
      title: 'AI on EKS inference chart, templates/_helpers.tpl',
      read: '0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config, chart }) {
    const { generation, known, values } = config;
    if (generation !== '0.2' || !printsVllmFlags(known.framework)) return;
    // modelId shows that the whole file is of the other generation.
    if (foreignDialect(config, chart) !== undefined) return;
    const at = values.at(parameterPath('numGpus'));
    if (at === undefined) return;
    yield {
      at,
      on: 'key',
      message: `This chart makes every key of modelParameters a flag of vLLM, and --num-gpus is none: the server stops with "unrecognized arguments". Remove the key; resources say how many GPUs the pod gets.`,
      fixes: [
        {
          title: 'Remove numGpus',
          isSafe: false,
          edits: [{ kind: 'remove', path: at.path }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          model: Qwen/Qwen3-8B
          modelParameters:
            maxModelLen: 8192
            numGpus: 1
          # ^^^^^^^ parameter-is-no-vllm-flag
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          model: Qwen/Qwen3-8B
          modelParameters:
            maxModelLen: 8192
        `,
      },
    ],
    good: [
      `
        modelParameters:
          modelId: Qwen/Qwen3-8B
          numGpus: 1
      `,
    ],
  },
};
