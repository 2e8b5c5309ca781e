import { findCpuType } from '../../catalog/machines.ts';
import type { Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';

/**
 * General purpose, compute and memory families, none of which ever had an NVIDIA GPU or a Neuron
 * device: types of theirs that are younger than the catalog have none either.
 */
const plainFamily = /^(ml\.)?[mcrt]\d[a-z-]*\.(nano|micro|small|medium|\d*x?large|metal(-\d+xl)?)$/;

export const instanceWithoutAccelerator: Rule = {
  id: 'instance-without-accelerator',
  severity: 'error',
  summary: 'The instance type has no accelerator at all.',
  why: 'instanceType becomes a node selector. Nodes of this family have neither GPUs nor Neuron devices, so a pod that asks for one stays Pending.',
  sources: [instanceTable],
  *check({ config: { instanceType, known } }) {
    const { devices } = known;
    if (instanceType === undefined || devices === undefined) return;
    const isKnown = findCpuType(instanceType.value) !== undefined;
    if (!isKnown && !plainFamily.test(instanceType.value)) return;
    yield {
      at: instanceType,
      message: `${instanceType.value} has no accelerator, but the pod asks for ${devices.count} ${devices.resource}: it stays Pending. Choose an instance type with ${devices.unit === 'gpu' ? 'GPUs, such as g6.xlarge' : 'Neuron devices, such as inf2.xlarge'}.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: m5.2xlarge
          #                   ^^^^^^^^^^ instance-without-accelerator
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: x8g.4xlarge
          #                   ^^^^^^^^^^^ instance-without-accelerator
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: mystery.large
      `,
    ],
  },
};
