import { tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const gpuMemoryUtilizationAsPercentage: Rule = {
  id: 'gpu-memory-utilization-as-percentage',
  severity: 'error',
  summary: 'gpuMemoryUtilization is written in per cent.',
  why: 'gpuMemoryUtilization is a share of the memory of each GPU, above 0 and at most 1. vLLM checks it at start-up and stops: "GPU memory utilization must be less than 1.0. Got 90.0.".',
  sources: [vllm('vllm/config/cache.py')],
  *check({ config: { gpuMemoryUtilization: share } }) {
    if (share === undefined || share.value <= 1 || share.value > 100) return;
    // 1.2 is no per cent anyone would mean.
    const meant = share.value >= 5 ? Number((share.value / 100).toPrecision(4)) : undefined;
    yield {
      at: share,
      message: `gpuMemoryUtilization is ${tell(share)}, but it is a share of at most 1: vLLM refuses to start.${meant === undefined ? '' : ` Write ${meant} for ${share.value} per cent.`}`,
      ...(meant !== undefined && {
        fixes: [
          {
            title: `Set gpuMemoryUtilization to ${meant}`,
            isSafe: true,
            edits: [{ kind: 'set', path: share.path, value: meant }],
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          modelParameters:
            gpuMemoryUtilization: 90 # as in production
          #                       ^^ gpu-memory-utilization-as-percentage
        `,
        fixed: `
          modelParameters:
            gpuMemoryUtilization: 0.9 # as in production
        `,
      },
      {
        text: `
          modelParameters:
            gpuMemoryUtilization: 1.2
          #                       ^^^ gpu-memory-utilization-as-percentage
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              image:
                tag: v0.33.0
              extraArgs:
                - --device-memory-utilization=95
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ gpu-memory-utilization-as-percentage
          modelParameters:
            gpuMemoryUtilization: 0.9
        `,
        fixed: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              image:
                tag: v0.33.0
              extraArgs:
                - "--device-memory-utilization=0.95"
          modelParameters:
            gpuMemoryUtilization: 0.9
        `,
      },
    ],
    good: [
      `
        modelParameters:
          gpuMemoryUtilization: 1
      `,
    ],
  },
};
