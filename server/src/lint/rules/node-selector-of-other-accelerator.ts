import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter } from '../sources.ts';

const selector = ['inference', 'modelServer', 'deployment', 'nodeSelector'];

/** Labels that only nodes with the one kind of device have. */
const neuronLabels = [
  'karpenter.k8s.aws/instance-accelerator-name',
  'karpenter.k8s.aws/instance-accelerator-count',
];
const gpuLabels = ['karpenter.k8s.aws/instance-gpu-name', 'karpenter.k8s.aws/instance-gpu-count'];

/** Some Arm nodes have GPUs (g5g), so that a label of theirs is nothing against graviton. */
const labels = { gpu: neuronLabels, neuron: gpuLabels, graviton: neuronLabels } as const;

export const nodeSelectorOfOtherAccelerator: Rule = {
  id: 'node-selector-of-other-accelerator',
  severity: 'error',
  summary: 'nodeSelector asks for nodes with devices of the other accelerator.',
  why: 'Karpenter labels nodes with GPUs by instance-gpu-name and nodes with Neuron devices by instance-accelerator-name. No node has both, and the pod asks for a device of the other kind, so it stays Pending.',
  sources: [karpenter('concepts/scheduling')],
  *check({ config: { accelerator, values } }) {
    if (accelerator === undefined) return;
    for (const label of labels[accelerator.value]) {
      const asked = values.at([...selector, label]);
      const at = blame(asked, accelerator);
      if (asked === undefined || at === undefined) continue;
      yield {
        at,
        on: at === asked ? 'key' : 'value',
        message: `accelerator is ${accelerator.value}, but only nodes with ${accelerator.value === 'neuron' ? 'GPUs' : 'Neuron devices'} have the label ${label}: no node matches, and the pod stays Pending.`,
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
