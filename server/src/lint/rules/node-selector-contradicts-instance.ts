import { findGpu } from '../../catalog/gpus.ts';
import { withoutSageMaker } from '../../catalog/sagemaker-name.ts';
import { paths } from '../../catalog/values-paths.ts';
import type { KnownFacts } from '../../model/inference-config.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter, nvidiaDevicePlugin } from '../sources.ts';

export const nodeSelectorContradictsInstance: Rule = {
  id: 'node-selector-contradicts-instance',
  severity: 'error',
  summary: 'nodeSelector asks for a label that nodes of this instance type do not have.',
  why: 'A pod runs only on a node that has every label of its nodeSelector. When instanceType and another label exclude each other, no node matches, and the pod stays Pending with "didn\'t match Pod\'s node affinity/selector".',
  sources: [karpenter('concepts/scheduling'), nvidiaDevicePlugin],
  *check({ config: { instanceType, known, values } }) {
    const { machine } = known;
    if (machine === undefined || instanceType === undefined) return;
    const labels = labelsOf(known);
    const path = paths.nodeSelector;
    for (const key of values.keys(path)) {
      const label = values.at([...path, key]);
      if (label === undefined) continue;
      const value = String(label.value);
      const actual = key === productLabel ? otherGpu(value, known) : labels.get(key);
      if (actual === undefined || value === actual) continue;
      const at = blame(label, instanceType);
      if (at === undefined) continue;
      yield {
        at,
        message: `nodeSelector asks for ${key} ${value}, but nodes of ${machine.name} have ${actual}: no node matches, and the pod stays Pending.`,
        related: [
          at === label
            ? { at: instanceType, message: `instanceType is ${machine.name} here.` }
            : { at: label, message: `${key} is ${value} here.` },
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
      {
        text: `
          inference:
            accelerator: gpu
            modelServer:
              deployment:
                instanceType: ml.g6e.2xlarge
          #                   ^^^^^^^^^^^^^^ related node-selector-contradicts-instance
                nodeSelector:
                  kubernetes.io/arch: arm64
          #                           ^^^^^ node-selector-contradicts-instance
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.12xlarge
          #                   ^^^^^^^^^^^ related node-selector-contradicts-instance
                nodeSelector:
                  nvidia.com/gpu.product: NVIDIA-H100-80GB-HBM3
          #                               ^^^^^^^^^^^^^^^^^^^^^ node-selector-contradicts-instance
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g6e.12xlarge
              nodeSelector:
                nvidia.com/gpu.product: NVIDIA-L40S
      `,
      // A card that the catalog does not know may be one under another name.
      `
        inference:
          modelServer:
            deployment:
              instanceType: g5.12xlarge
              nodeSelector:
                nvidia.com/gpu.product: NVIDIA-Z900-Special
      `,
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
function labelsOf({ instance, machine }: KnownFacts): ReadonlyMap<string, string> {
  if (machine === undefined) return new Map();
  const { name, family, arch } = machine;
  // Nodes of HyperPod may write the family as they write the type.
  const isEc2 = name === withoutSageMaker(name);
  const accelerator = instance?.gpu?.karpenterName ?? instance?.neuron?.device.karpenterName;
  const kind = instance?.gpu ? 'gpu' : 'accelerator';
  return new Map([
    ...(isEc2 ? [['karpenter.k8s.aws/instance-family', family] as const] : []),
    ['kubernetes.io/arch', arch],
    ...(accelerator === undefined || instance?.deviceFraction !== undefined
      ? []
      : [[`karpenter.k8s.aws/instance-${kind}-name`, accelerator] as const]),
  ]);
}

/** Written by NVIDIA's GPU feature discovery: the name of the card with hyphens for spaces. */
const productLabel = 'nvidia.com/gpu.product';

/**
 * The GPU of the instance type, where the label names another one that is known. Discovery adds
 * how a card is shared or cut: NVIDIA-L4-SHARED, NVIDIA-H100-80GB-HBM3-MIG-1g.10gb.
 */
function otherGpu(product: string, { instance }: KnownFacts): string | undefined {
  const actual = instance?.gpu;
  const named = findGpu(product.replace(/-(SHARED|MIG-.*)$/, ''));
  if (actual === undefined || named === undefined || instance?.deviceFraction !== undefined)
    return undefined;
  // Two sizes of a card share a name; only one that says its size is told from the other.
  const isOtherSize = /\d+GB/i.test(product) && named.nominalGiB !== actual.nominalGiB;
  const isSameCard =
    named.name === actual.name ||
    (named.karpenterName !== undefined && named.karpenterName === actual.karpenterName);
  return isSameCard && !isOtherSize ? undefined : `the GPU ${actual.name}`;
}
