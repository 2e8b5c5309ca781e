import { instanceFamily } from '../../catalog/instance-types.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';

export const acceleratorInstanceMismatch: Rule = {
  id: 'accelerator-instance-mismatch',
  severity: 'error',
  summary: 'The instance type has devices of the other accelerator.',
  why: 'instanceType becomes a node selector. A node of that type never offers the resource that the pod asks for under this accelerator, so the pod stays Pending and Karpenter reports that no instance type satisfied its resources.',
  sources: [instanceTable],
  *check({ config: { accelerator, instanceType } }) {
    // Some nodes with GPUs have processors of Graviton: g5g is one of them.
    if (accelerator === undefined || accelerator.value === 'graviton') return;
    if (instanceType === undefined) return;
    const family = instanceFamily(instanceType.value);
    const isAmd = /^g4ad\./.test(instanceType.value);
    const has = isAmd ? 'AMD GPUs' : family && devicesOf[family.acceleratorKind];
    if (has === undefined || family?.acceleratorKind === accelerator.value) return;
    const at = blame(instanceType, accelerator);
    if (at === undefined) return;
    yield {
      at,
      message: `${instanceType.value} has ${has}, but accelerator is ${accelerator.value}: no such node offers ${devicesOf[accelerator.value]}, so the pod stays Pending.`,
      related: [
        { at: accelerator, message: `accelerator is ${accelerator.value} here.` },
        { at: instanceType, message: `instanceType is ${instanceType.value} here.` },
      ].filter((place) => place.at !== at),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: gpu
          #              ^^^ related accelerator-instance-mismatch
            modelServer:
              deployment:
                instanceType: inf2.48xlarge
          #                   ^^^^^^^^^^^^^ accelerator-instance-mismatch
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g4ad.xlarge
          #                   ^^^^^^^^^^^ accelerator-instance-mismatch
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: gpu
          modelServer:
            deployment:
              instanceType: g9.xlarge
      `,
    ],
  },
};

const devicesOf = { gpu: 'NVIDIA GPUs', neuron: 'Neuron devices' } as const;
