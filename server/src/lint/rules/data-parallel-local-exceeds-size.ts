import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';
import { numberFlag } from '../vllm-flag.ts';

export const dataParallelLocalExceedsSize: Rule = {
  id: 'data-parallel-local-exceeds-size',
  severity: 'error',
  summary: 'More data parallel copies are to run in this pod than there are in all.',
  why: 'data-parallel-size counts the copies of the model on all nodes, data-parallel-size-local those on this one. vLLM stops at start-up when the part is larger than the whole: "data_parallel_size_local must be <= data_parallel_size".',
  sources: [vllm('vllm/config/parallel.py')],
  *check(subject) {
    const all = numberFlag(subject, 'data-parallel-size');
    const local = numberFlag(subject, 'data-parallel-size-local');
    const at = blame(local, all);
    if (all === undefined || local === undefined || at === undefined) return;
    if (local.value <= all.value) return;
    yield {
      at,
      message: `data-parallel-size-local is ${tell(local)}, but data-parallel-size is ${tell(all)}, which counts the copies on all nodes: vLLM refuses to start. Raise data-parallel-size to at least ${local.value}.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
          modelParameters:
            dataParallelSize: 2
            dataParallelSizeLocal: 4
          #                        ^ data-parallel-local-exceeds-size
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: vllm
        modelParameters:
          dataParallelSize: 4
          dataParallelSizeLocal: 2
      `,
    ],
  },
};
