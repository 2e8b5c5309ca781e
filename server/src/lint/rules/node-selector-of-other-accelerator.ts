import { paths } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter } from '../sources.ts';

const selector = paths.nodeSelector;

/** Labels that only nodes with the one kind of device have. */
const labels = {
  gpu: [
    'karpenter.k8s.aws/instance-accelerator-name',
    'karpenter.k8s.aws/instance-accelerator-count',
  ],
  neuron: ['karpenter.k8s.aws/instance-gpu-name', 'karpenter.k8s.aws/instance-gpu-count'],
} as const;

export const nodeSelectorOfOtherAccelerator: Rule = {
  id: 'node-selector-of-other-accelerator',
  severity: 'error',
  summary: 'nodeSelector asks for nodes with devices of the other accelerator.',
  why: 'Karpenter labels nodes with GPUs by instance-gpu-name and nodes with Neuron devices by instance-accelerator-name. No node has both, and the pod asks for a device of the other kind, so it stays Pending.',
  sources: [karpenter('concepts/scheduling')],
  *check({ config: { accelerator, values } }) {
    // Nodes of Graviton with GPUs exist, and what asks for them may be meant.
    if (accelerator === undefined || accelerator.value === 'graviton') return;
    for (const label of labels[accelerator.value]) {
      const asked = values.at([...selector, label]);
      const at = blame(asked, accelerator);
      if (asked === undefined || at === undefined) continue;
      yield {
        at,
        on: at === asked ? 'key' : 'value',
        message: `accelerator is ${accelerator.value}, but only nodes with ${accelerator.value === 'gpu' ? 'Neuron devices' : 'GPUs'} have the label ${label}: no node matches, and the pod stays Pending.`,
        related: [{ at: accelerator, message: `accelerator is ${accelerator.value} here.` }].filter(
          (place) => place.at !== at,
        ),
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
          #              ^^^^^^ related node-selector-of-other-accelerator
            modelServer:
              deployment:
                nodeSelector:
                  karpenter.k8s.aws/instance-gpu-name: a10g
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ node-selector-of-other-accelerator
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            deployment:
              nodeSelector:
                karpenter.k8s.aws/instance-accelerator-name: inferentia2
      `,
    ],
  },
};
