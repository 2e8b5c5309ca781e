import { blame } from '../blame.ts';
import { tellRequest } from '../count.ts';
import type { Rule } from '../rule.ts';
import { kubernetes } from '../sources.ts';

export const numGpusExceedsDevices: Rule = {
  id: 'num-gpus-exceeds-devices',
  severity: 'warning',
  summary: 'numGpus says more GPUs than the pod requests.',
  why: 'What a container gets is what its resources request; numGpus alone reserves nothing where the resources name a number. The model server sees fewer GPUs than the file seems to say, and a model sized for numGpus runs out of memory.',
  sources: [kubernetes('tasks/manage-gpus/scheduling-gpus')],
  *check({ config: { accelerator, numGpus, known } }) {
    const { devices } = known;
    if (accelerator?.value !== 'gpu' || devices?.unit !== 'gpu' || numGpus === undefined) return;
    const at = blame(numGpus);
    if (at === undefined || numGpus.value <= devices.count) return;
    yield {
      at,
      message: `numGpus is ${numGpus.value}, but the pod requests ${tellRequest(devices)}, and that is what it gets. Request ${numGpus.value} in resources.gpu.`,
      fixes: [
        {
          title: `Request ${numGpus.value} nvidia.com/gpu`,
          isSafe: false,
          edits: devices.facts.map(({ path }) => ({ kind: 'set', path, value: numGpus.value })),
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          modelParameters:
            numGpus: 4
          #          ^ num-gpus-exceeds-devices
        `,
        fixed: `
          modelParameters:
            numGpus: 4
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    limits:
                      nvidia.com/gpu: 4
                    requests:
                      nvidia.com/gpu: 4
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
                    nvidia.com/gpu: 2
                  limits:
                    nvidia.com/gpu: 2
        modelParameters:
          tensorParallelSize: 2
          numGpus: 1
      `,
    ],
  },
};
