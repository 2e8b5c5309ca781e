import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';
import { numberFlag, switchFlag, vllmFlag } from '../vllm-flag.ts';
import { isWholeFile } from '../whole-file.ts';

export const expertBalancingWithoutParallel: Rule = {
  id: 'expert-balancing-without-parallel',
  severity: 'error',
  summary: 'Experts are to be balanced between GPUs that do not share them.',
  why: 'The expert load balancer moves experts between the ranks of expert parallelism. vLLM stops at start-up when expert parallelism is off ("enable_expert_parallel must be True to use EPLB") and when there is one rank only ("EPLB requires tensor_parallel_size or data_parallel_size to be greater than 1").',
  sources: [vllm('vllm/config/parallel.py')],
  *check(subject) {
    const balanced = switchFlag(subject, 'enable-eplb');
    const { config } = subject;
    if (balanced?.value !== true || config.accelerator?.value !== 'gpu') return;
    const parallel = switchFlag(subject, 'enable-expert-parallel');
    const isDoubtful = parallel === undefined && vllmFlag(subject, 'enable-expert-parallel');
    const tensor = config.tensorParallelSize;
    const copies = numberFlag(subject, 'data-parallel-size')?.value ?? 1;
    const at = blame(balanced, parallel, tensor);
    if (at === undefined || isDoubtful) return;
    if (parallel === undefined && !isWholeFile(config)) return;
    if (parallel?.value !== true)
      yield {
        at,
        message:
          'enable-eplb balances experts between the ranks of expert parallelism, but enable-expert-parallel is not on: vLLM refuses to start. Turn it on, too.',
      };
    else if (tensor?.value === 1 && copies === 1)
      yield {
        at,
        message:
          'enable-eplb balances experts between ranks, but tensorParallelSize is 1 and there is one copy: vLLM refuses to start. Turn it off.',
      };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
          model: openai/gpt-oss-20b
          modelParameters:
            enableEplb: true
          #             ^^^^ expert-balancing-without-parallel
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
          modelParameters:
            enableEplb: true
          #             ^^^^ expert-balancing-without-parallel
            enableExpertParallel: true
            tensorParallelSize: 1
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: vllm
        modelParameters:
          enableEplb: true
          enableExpertParallel: true
      `,
    ],
  },
};
