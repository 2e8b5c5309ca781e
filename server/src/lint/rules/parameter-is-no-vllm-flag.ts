import { flagName } from '../../catalog/vllm-arguments.ts';
import type { Rule } from '../rule.ts';

/** Keys of generation 0.1 that no vLLM ever took as flags. */
const foreign: ReadonlySet<string> = new Set(['modelId', 'numGpus']);
const flagFrameworks: ReadonlySet<string> = new Set(['vllm', 'aibrix', 'lws-vllm']);

export const parameterIsNoVllmFlag: Rule = {
  id: 'parameter-is-no-vllm-flag',
  severity: 'error',
  summary: 'A parameter of the older chart becomes a flag that vLLM does not know.',
  why: 'Charts of generation 0.2 hand every key of modelParameters to vLLM as a flag. modelId and numGpus belong to generation 0.1, where they were environment variables; vLLM stops with "unrecognized arguments: --num-gpus".',
  sources: [
    {
      title: 'AI on EKS inference chart, templates/_helpers.tpl',
      read: '0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config: { framework, generation, values } }) {
    if (generation !== '0.2' || framework === undefined || !flagFrameworks.has(framework.value))
      return;
    for (const key of values.keys(['modelParameters'])) {
      const at = foreign.has(key) ? values.at(['modelParameters', key]) : undefined;
      if (at === undefined) continue;
      const isModel = key === 'modelId' && values.at(['model'])?.origin.kind !== 'document';
      yield {
        at,
        on: 'key',
        message: `This chart makes every key of modelParameters a flag of vLLM, and --${flagName(key)} is none: the server stops with "unrecognized arguments". ${key === 'modelId' ? 'Name the model in model, at the top of the file.' : 'Remove the key; resources say how many GPUs the pod gets.'}`,
        fixes: [
          {
            title: isModel ? 'Move modelId to model' : `Remove ${key}`,
            isSafe: false,
            edits: [
              { kind: 'remove', path: at.path },
              ...(isModel && typeof at.value === 'string'
                ? [{ kind: 'set' as const, path: ['model'], value: at.value }]
                : []),
            ],
          },
        ],
      };
    }
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
