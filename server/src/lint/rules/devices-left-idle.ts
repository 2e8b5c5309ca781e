import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { blame } from '../blame.ts';
import { countDevices } from '../count.ts';
import { dividesHeads, tellWorldSize, worldSize } from '../parallel-sizes.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const devicesLeftIdle: Rule = {
  id: 'devices-left-idle',
  severity: 'information',
  summary: 'The pod asks for more GPUs than vLLM will use.',
  why: 'vLLM uses one GPU per rank, tensorParallelSize × pipelineParallelSize of them. The rest is reserved for the pod, paid for, and stays empty.',
  sources: [vllm('docs/serving/parallelism_scaling.md')],
  *check({ config }) {
    const { devices, framework, model } = config.known;
    const world = worldSize(config);
    if (!isVllmDeployment(framework) || devices?.unit !== 'gpu' || !world) return;
    const at = blame(...devices.facts, world.tensor);
    if (at === undefined || world.ranks >= devices.count) return;
    const size = devices.count / (world.ranks / world.tensor.value);
    const isValid = Number.isInteger(size) && (model === undefined || dividesHeads(size, model));
    yield {
      at,
      message: `The pod asks for ${countDevices(devices.count, 'gpu')}, but ${tellWorldSize(world)}: ${devices.count - world.ranks} of them stay idle.`,
      ...(isValid && {
        fixes: [
          {
            title: `Set tensorParallelSize to ${size}`,
            isSafe: false,
            edits: [{ kind: 'set', path: world.tensor.path, value: size }],
          },
        ],
      }),
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
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          #                           ^ devices-left-idle
          modelParameters:
            tensorParallelSize: 2
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 4
                    limits:
                      nvidia.com/gpu: 4
          modelParameters:
            tensorParallelSize: 4
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
      `,
    ],
  },
};
