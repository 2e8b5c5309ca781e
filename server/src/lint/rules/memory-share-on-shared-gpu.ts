import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { nvidiaDevicePlugin, vllm } from '../sources.ts';

export const memoryShareOnSharedGpu: Rule = {
  id: 'memory-share-on-shared-gpu',
  severity: 'information',
  summary: 'vLLM claims most of a GPU that it shares.',
  why: 'gpuMemoryUtilization is a share of the whole card, also where the pod has only a turn on it. vLLM starts only while that much memory is free ("Free memory on device … is less than desired GPU memory utilization"), so the second of two such pods on one card stops at start-up.',
  sources: [vllm('vllm/v1/worker/utils.py'), nvidiaDevicePlugin],
  *check({ config: { accelerator, gpuMemoryUtilization: share, limits, requests } }) {
    const shared = limits.get('nvidia.com/gpu.shared') ?? requests.get('nvidia.com/gpu.shared');
    if (accelerator?.value !== 'gpu' || shared === undefined || shared.value < 1) return;
    if (share === undefined || share.value <= 0.5 || share.value > 1) return;
    const at = blame(share, shared);
    if (at === undefined) return;
    yield {
      at,
      message: `gpuMemoryUtilization is ${tell(share)}, a share of the whole card, but the pod shares it: a second such pod finds too little memory free and stops at start-up. Divide 0.9 by the number of pods per GPU.`,
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
                    requests:
                      nvidia.com/gpu: null
                      nvidia.com/gpu.shared: 1
                    limits:
                      nvidia.com/gpu: null
                      nvidia.com/gpu.shared: 1
          modelParameters:
            gpuMemoryUtilization: 0.9
          #                       ^^^ memory-share-on-shared-gpu
        `,
      },
    ],
    good: [
      `
        modelParameters:
          gpuMemoryUtilization: 0.9
      `,
    ],
  },
};
