import { blame, tell } from '../blame.ts';
import { chosenModel } from '../chosen-model.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';
import { numberFlag } from '../vllm-flag.ts';

export const decodeContextParallelDoesNotDivide: Rule = {
  id: 'decode-context-parallel-does-not-divide',
  severity: 'error',
  summary: 'Decode context parallel size and tensor parallel size do not go together.',
  why: 'Decode context parallelism reuses the ranks of tensor parallelism: its size must divide tensorParallelSize ("tp_size must be divisible by dcp_size"). Where the model has key-value heads, only ranks that hold the same head can share it, so the size is at most tensorParallelSize divided by the heads. vLLM checks both at start-up.',
  sources: [vllm('vllm/config/parallel.py'), vllm('vllm/config/model.py')],
  *check(subject) {
    const { config } = subject;
    const { tensorParallelSize: tensor } = config;
    const size = numberFlag(subject, 'decode-context-parallel-size');
    const at = blame(size, tensor);
    if (size === undefined || tensor === undefined || at === undefined || size.value <= 1) return;
    if (tensor.value % size.value !== 0) {
      yield {
        at,
        message: `decode-context-parallel-size is ${tell(size)}, which does not divide tensorParallelSize ${tell(tensor)}: vLLM refuses to start.`,
      };
      return;
    }
    const model = chosenModel(config)?.facts;
    const heads = model?.mla === undefined ? model?.kvHeads : undefined;
    if (heads === undefined || size.value * heads <= tensor.value) return;
    const most = Math.floor(tensor.value / heads);
    yield {
      at,
      message: `decode-context-parallel-size is ${tell(size)}, but with ${heads} key-value heads and tensorParallelSize ${tell(tensor)} ${most <= 1 ? 'no two ranks hold' : `at most ${most} ranks hold`} the same head: vLLM refuses to start. ${most <= 1 ? 'Leave it out.' : `Set it to ${most}.`}`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 8
                    limits:
                      nvidia.com/gpu: 8
          model: Qwen/Qwen3-8B
          modelParameters:
            tensorParallelSize: 8
            decodeContextParallelSize: 2
          #                            ^ decode-context-parallel-does-not-divide
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            tensorParallelSize: 4
            decodeContextParallelSize: 3
          #                            ^ decode-context-parallel-does-not-divide
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: vllm
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.19.1
            deployment:
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 8
                  limits:
                    nvidia.com/gpu: 8
        modelParameters:
          tensorParallelSize: 8
          decodeContextParallelSize: 2
      `,
    ],
  },
};
