import type { InstanceType } from '../../catalog/instance-types.ts';
import { paths } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter } from '../sources.ts';

export const nodeSelectorContradictsInstance: Rule = {
  id: 'node-selector-contradicts-instance',
  severity: 'error',
  summary: 'nodeSelector asks for a label that nodes of this instance type do not have.',
  why: 'A pod runs only on a node that has every label of its nodeSelector. When instanceType and another label exclude each other, no node matches, and the pod stays Pending with "didn\'t match Pod\'s node affinity/selector".',
  sources: [karpenter('concepts/scheduling')],
  *check({ config: { instanceType, known, values } }) {
    const { instance } = known;
    if (instance === undefined || instanceType === undefined) return;
    const labels = labelsOf(instance);
    const path = paths.nodeSelector;
    for (const key of values.keys(path)) {
      const label = values.at([...path, key]);
      const actual = labels.get(key);
      if (label === undefined || actual === undefined || String(label.value) === actual) continue;
      const at = blame(label, instanceType);
      if (at === undefined) continue;
      yield {
        at,
        message: `nodeSelector asks for ${key} ${String(label.value)}, but nodes of ${instance.name} have ${actual}: no node matches, and the pod stays Pending.`,
        related: [
          at === label
            ? { at: instanceType, message: `instanceType is ${instance.name} here.` }
            : { at: label, message: `${key} is ${String(label.value)} here.` },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.12xlarge
          #                   ^^^^^^^^^^^ related node-selector-contradicts-instance
                nodeSelector:
                  karpenter.k8s.aws/instance-gpu-name: A10G
          #                                            ^^^^ node-selector-contradicts-instance
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g5.12xlarge
              nodeSelector:
                karpenter.k8s.aws/instance-gpu-name: a10g
                karpenter.sh/capacity-type: spot
      `,
    ],
  },
};

/** Labels whose value follows from the instance type. */
function labelsOf(instance: InstanceType): ReadonlyMap<string, string> {
  const accelerator = instance.gpu?.karpenterName ?? instance.neuron?.device.karpenterName;
  const kind = instance.gpu ? 'gpu' : 'accelerator';
  return new Map([
    ['karpenter.k8s.aws/instance-family', instance.family],
    ['kubernetes.io/arch', instance.arch],
    ...(accelerator === undefined || instance.deviceFraction !== undefined
      ? []
      : [[`karpenter.k8s.aws/instance-${kind}-name`, accelerator] as const]),
  ]);
}
