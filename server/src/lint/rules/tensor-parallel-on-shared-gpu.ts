import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';

export const tensorParallelOnSharedGpu: Rule = {
  id: 'tensor-parallel-on-shared-gpu',
  severity: 'error',
  summary: 'A model is split over shares of a time-sliced GPU.',
  why: 'nvidia.com/gpu.shared hands out turns on a GPU, not GPUs: two of them may be the same card. vLLM then starts two ranks on one device, and NCCL stops with "Duplicate GPU detected". With failRequestsGreaterThanOne the pod is not admitted at all.',
  sources: [
    {
      title: 'NVIDIA k8s-device-plugin, README: shared access to GPUs',
      read: '1b826acc (2026-11-23)',
      url: 'https://github.com/NVIDIA/k8s-device-plugin/blob/1b826acc/README.md',
    },
  ],
  *check({ config: { accelerator, limits, requests, tensorParallelSize: size } }) {
    if (accelerator?.value !== 'gpu' || size === undefined || size.value <= 1) return;
    const whole = limits.get('nvidia.com/gpu') ?? requests.get('nvidia.com/gpu');
    const shared = limits.get('nvidia.com/gpu.shared') ?? requests.get('nvidia.com/gpu.shared');
    if (shared === undefined || shared.value === 0 || (whole && whole.value > 0)) return;
    const at = blame(size, shared);
    if (at === undefined) return;
    yield {
      at,
      message: `tensorParallelSize is ${tell(size)}, but the pod asks for nvidia.com/gpu.shared, which are turns on a GPU and may all be the same card. Set tensorParallelSize to 1, or ask for whole GPUs with nvidia.com/gpu.`,
      related: [{ at: shared, message: `nvidia.com/gpu.shared is ${shared.value} here.` }],
      fixes: [
        {
          title: 'Set tensorParallelSize to 1',
          isSafe: false,
          edits: [{ kind: 'set', path: size.path, value: 1 }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests: null
                    limits:
                      nvidia.com/gpu: null
                      nvidia.com/gpu.shared: 2
          #                                  ^ related tensor-parallel-on-shared-gpu
          modelParameters:
            tensorParallelSize: 2
          #                     ^ tensor-parallel-on-shared-gpu
            gpuMemoryUtilization: 0.4
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests: null
                    limits:
                      nvidia.com/gpu: null
                      nvidia.com/gpu.shared: 2
          modelParameters:
            tensorParallelSize: 1
            gpuMemoryUtilization: 0.4
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              resources:
                gpu:
                  requests: null
                  limits:
                    nvidia.com/gpu: null
                    nvidia.com/gpu.shared: 1
        modelParameters:
          gpuMemoryUtilization: 0.4
      `,
    ],
  },
};
