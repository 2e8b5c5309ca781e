import { resourcesPath } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';

export const resourcesOfOtherAccelerator: Rule = {
  id: 'resources-of-other-accelerator',
  severity: 'warning',
  summary: 'The file sets resources that are not read under its accelerator, and none that are.',
  why: 'The chart reads resources.gpu when the accelerator is gpu and resources.neuron when it is neuron. A file that sets only the other block runs with the defaults of the chart: usually one device and no memory, whatever the file says.',
  sources: [
    {
      title: 'AI on EKS inference chart, deployment templates',
      read: '0.1.0 and 0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config: { accelerator, values } }) {
    if (accelerator?.origin.kind !== 'document' || accelerator.value === 'graviton') return;
    const other = accelerator.value === 'gpu' ? 'neuron' : 'gpu';
    const written = values.at(resourcesPath(other));
    const read = values.at(resourcesPath(accelerator.value));
    if (written?.origin.kind !== 'document' || (read && read.origin.kind !== 'chart')) return;
    yield {
      at: written,
      on: 'key',
      message: `accelerator is ${accelerator.value}, so resources.${other} is not read: the pod gets the resources.${accelerator.value} of the chart. Write these under resources.${accelerator.value}, or set accelerator to ${other}.`,
      related: [{ at: accelerator, message: `accelerator is ${accelerator.value} here.` }],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
          #              ^^^^^^ related resources-of-other-accelerator
            modelServer:
              image:
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
                tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
              deployment:
                resources:
                  gpu:
          #       ^^^ resources-of-other-accelerator
                    requests:
                      memory: 64Gi
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              resources:
                neuron:
                  requests:
                    memory: 64Gi
      `,
      `
        inference:
          accelerator: gpu
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    memory: 64Gi
                neuron:
                  requests:
                    memory: 96Gi
      `,
    ],
  },
};
