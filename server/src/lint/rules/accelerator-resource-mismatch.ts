import {
  type Accelerator,
  acceleratorOfResource,
  gpuResourceName,
  neuronDeviceResourceName,
} from '../../catalog/accelerator.ts';
import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter, neuronSdk } from '../sources.ts';

export const acceleratorResourceMismatch: Rule = {
  id: 'accelerator-resource-mismatch',
  severity: 'error',
  summary: 'The pod asks for a device of another accelerator.',
  why: 'No EC2 instance has both NVIDIA GPUs and Neuron devices. A pod that runs a GPU server and asks for Neuron devices, or the reverse, either stays Pending for ever or lands on a node where the server finds no device it can use. A pod for Graviton runs on arm64 nodes, which offer cpu and memory and no device (the rare Arm types with GPUs aside, of which nothing is said).',
  sources: [
    karpenter('concepts/scheduling'),
    neuronSdk('deploy/includes/k8s-neuron-device-plugin.rst'),
  ],
  *check({ config }) {
    const { accelerator, limits, requests, known } = config;
    if (accelerator === undefined) return;
    if (accelerator.value === 'graviton' && known.instance?.arch === 'arm64') return;
    for (const quantities of [limits, requests])
      for (const [name, fact] of quantities) {
        const kind = acceleratorOfResource(name);
        const at = blame(fact, accelerator);
        if (kind === undefined || kind === accelerator.value || at === undefined) continue;
        if (fact.value === 0) continue;
        yield {
          at,
          on: at === fact ? 'key' : 'value',
          message: `accelerator is ${tell(accelerator)}, but ${name} is a ${kind === 'gpu' ? 'GPU' : 'Neuron'} resource. ${consequence(accelerator.value)}, or set accelerator to ${kind} and move the resources to resources.${kind}.`,
          ...(at === fact && {
            related: [{ at: accelerator, message: `accelerator is ${accelerator.value} here.` }],
          }),
        };
      }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: gpu
          #              ^^^ related accelerator-resource-mismatch
          #              ^^^ related accelerator-resource-mismatch
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      aws.amazon.com/neuron: 1
          #           ^^^^^^^^^^^^^^^^^^^^^ accelerator-resource-mismatch
                    limits:
                      aws.amazon.com/neuron: 1
          #           ^^^^^^^^^^^^^^^^^^^^^ accelerator-resource-mismatch
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
          #              ^^^^^^^^ related accelerator-resource-mismatch
          #              ^^^^^^^^ related accelerator-resource-mismatch
            framework: llama-cpp
            modelServer:
              deployment:
                resources:
                  graviton:
                    requests:
                      nvidia.com/gpu: 1
          #           ^^^^^^^^^^^^^^ accelerator-resource-mismatch
                    limits:
                      nvidia.com/gpu: 1
          #           ^^^^^^^^^^^^^^ accelerator-resource-mismatch
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: gpu
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 1
                    vpc.amazonaws.com/efa: 4
                  limits:
                    nvidia.com/gpu: 1
                    vpc.amazonaws.com/efa: 4
      `,
    ],
  },
};

function consequence(accelerator: Accelerator): string {
  if (accelerator === 'graviton')
    return 'Graviton nodes offer cpu and memory and no device, so the pod stays Pending. Remove it';
  const own = accelerator === 'gpu' ? gpuResourceName : neuronDeviceResourceName;
  return `No node offers both, so the pod stays Pending or its server finds no device. Ask for ${own} here`;
}
