import { resourcesPath } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027, publishedChart } from '../sources.ts';

const accelerators = ['gpu', 'neuron', 'graviton'] as const;

export const resourcesOfOtherAccelerator: Rule = {
  id: 'resources-of-other-accelerator',
  severity: 'warning',
  summary: 'The file sets resources that are not read under its accelerator, and none that are.',
  why: 'The chart reads resources.gpu when the accelerator is gpu, resources.neuron when it is neuron and resources.graviton when it is graviton. A file that sets only another block runs with the defaults of the chart: usually one device and no memory, whatever the file says.',
  sources: [publishedChart, publishedChart027],
  *check({ config: { accelerator, values } }) {
    if (accelerator?.origin.kind !== 'document') return;
    const read = values.at(resourcesPath(accelerator.value));
    if (read && read.origin.kind !== 'chart') return;
    for (const other of accelerators) {
      const written = values.at(resourcesPath(other));
      if (other === accelerator.value || written?.origin.kind !== 'document') continue;
      yield {
        at: written,
        on: 'key',
        message: `accelerator is ${accelerator.value}, so resources.${other} is not read: the pod gets the resources.${accelerator.value} of the chart. Write these under resources.${accelerator.value}, or set accelerator to ${other}.`,
        related: [{ at: accelerator, message: `accelerator is ${accelerator.value} here.` }],
      };
    }
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
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
          #              ^^^^^^^^ related resources-of-other-accelerator
            framework: llama-cpp
            modelServer:
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
