import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';

export const sharedMemoryNotMounted: Rule = {
  id: 'shared-memory-not-mounted',
  severity: 'warning',
  summary: 'Several GPUs are to talk through a /dev/shm of 64 MB.',
  why: 'NCCL and the workers of vLLM exchange data in /dev/shm, of which a container has 64 MB unless the pod mounts memory there. This chart mounts none: with more than one GPU start-up ends in "unable to write to shared memory" or a bus error.',
  sources: [
    {
      title: 'vLLM, issues 1710 and 6574',
      read: '2026-11-23',
      url: 'https://github.com/vllm-project/vllm/issues/1710',
    },
  ],
  *check({ config, chart }) {
    const { accelerator, known, tensorParallelSize: size } = config;
    if (accelerator?.value !== 'gpu' || !isVllmDeployment(known.framework) || !size) return;
    const at = blame(size);
    if (at === undefined || size.value <= 1 || !chart.faults.lacksSharedMemory) return;
    yield {
      at,
      message: `tensorParallelSize is ${tell(size)}, but no template of ${chart.name} ${chart.version} mounts memory at /dev/shm: NCCL has 64 MB and fails at start-up. Mount an emptyDir with medium Memory there.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.1
          inference:
            framework: vllm
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 2
                    limits:
                      nvidia.com/gpu: 2
          modelParameters:
            tensorParallelSize: 2
          #                     ^ shared-memory-not-mounted
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.1
        inference:
          framework: vllm
        modelParameters:
          tensorParallelSize: 1
      `,
    ],
  },
};
