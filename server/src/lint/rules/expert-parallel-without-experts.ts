import { blame } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';
import { switchFlag } from '../vllm-flag.ts';

export const expertParallelWithoutExperts: Rule = {
  id: 'expert-parallel-without-experts',
  severity: 'error',
  summary: 'Expert parallelism is on for a model that has no experts.',
  why: 'Expert parallelism deals the experts of a mixture-of-experts model out to the GPUs. For a dense model vLLM stops at start-up: "Number of experts in the model must be greater than 0 when expert parallelism is enabled".',
  sources: [vllm('vllm/config/model.py')],
  *check(subject) {
    const { config } = subject;
    const model = chosenModel(config);
    const enabled = switchFlag(subject, 'enable-expert-parallel');
    if (config.accelerator?.value !== 'gpu' || enabled?.value !== true) return;
    if (model === undefined || model.facts.experts !== undefined) return;
    const at = blame(enabled, model.id);
    if (at === undefined) return;
    yield {
      at,
      message: `enableExpertParallel is true, but ${model.id.value} has no experts: vLLM refuses to start. Set it to false.`,
      ...(at !== model.id && {
        related: [{ at: model.id, message: `The model is ${model.id.value}.` }],
      }),
      fixes: [
        {
          title: 'Set enableExpertParallel to false',
          isSafe: false,
          edits: [{ kind: 'set', path: enabled.path, value: false }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          modelParameters:
            modelId: Qwen/Qwen3-8B
          #          ^^^^^^^^^^^^^ related expert-parallel-without-experts
            enableExpertParallel: true
          #                       ^^^^ expert-parallel-without-experts
        `,
        fixed: `
          modelParameters:
            modelId: Qwen/Qwen3-8B
            enableExpertParallel: false
        `,
      },
    ],
    good: [
      `
        modelParameters:
          modelId: Qwen/Qwen3-30B-A3B
          enableExpertParallel: true
      `,
    ],
  },
};
