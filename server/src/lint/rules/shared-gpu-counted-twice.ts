import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { nvidiaDevicePlugin } from '../sources.ts';

const shared = 'nvidia.com/gpu.shared';

export const sharedGpuCountedTwice: Rule = {
  id: 'shared-gpu-counted-twice',
  severity: 'warning',
  summary: 'One pod asks for several turns on shared GPUs.',
  why: 'With time-slicing nvidia.com/gpu.shared counts turns, not GPUs. A second turn brings neither memory nor computing time in proportion, and may be on the same card; it only takes the turn from another pod. With failRequestsGreaterThanOne the device plugin does not admit the pod at all (UnexpectedAdmissionError).',
  sources: [nvidiaDevicePlugin],
  *check({ config: { accelerator, limits, requests, tensorParallelSize: size } }) {
    if (accelerator?.value !== 'gpu' || (size?.value ?? 1) > 1) return;
    const asked = blame(limits.get(shared), requests.get(shared));
    if (asked === undefined || Number(asked.value) <= 1) return;
    const both = [limits.get(shared), requests.get(shared)].filter((fact) => fact !== undefined);
    yield {
      at: asked,
      message: `${shared} is ${String(asked.value)}, but these are turns on a GPU that other pods share: a second one gives the model neither memory nor speed. Ask for 1.`,
      fixes: [
        {
          title: `Request 1 ${shared}`,
          isSafe: false,
          edits: both.map(({ path }) => ({ kind: 'set', path, value: 1 })),
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
                    requests:
                      nvidia.com/gpu: null
                      nvidia.com/gpu.shared: 2
                    limits:
                      nvidia.com/gpu: null
                      nvidia.com/gpu.shared: 2
          #                                  ^ shared-gpu-counted-twice
          modelParameters:
            gpuMemoryUtilization: 0.4
        `,
        fixed: `
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
                  requests:
                    nvidia.com/gpu: null
                    nvidia.com/gpu.shared: 1
                  limits:
                    nvidia.com/gpu: null
                    nvidia.com/gpu.shared: 1
        modelParameters:
          gpuMemoryUtilization: 0.4
      `,
    ],
  },
};
