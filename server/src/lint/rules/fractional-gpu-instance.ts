import type { Rule } from '../rule.ts';
import { karpenter } from '../sources.ts';

export const fractionalGpuInstance: Rule = {
  id: 'fractional-gpu-instance',
  severity: 'warning',
  summary: 'The instance type has a slice of a GPU, which autoscalers do not see.',
  why: 'For g6f and gr6f the EC2 API reports no GPU at all. Karpenter and the cluster autoscaler therefore never start such a node for a pod that asks for nvidia.com/gpu, unless a NodeOverlay or an existing node group offers it: the pod stays Pending.',
  sources: [karpenter('troubleshooting'), karpenter('concepts/nodeoverlays')],
  *check({ config: { instanceType, known } }) {
    const { instance, devices } = known;
    if (instanceType === undefined || instance?.deviceFraction === undefined) return;
    if (devices?.unit !== 'gpu') return;
    yield {
      at: instanceType,
      message: `${instance.name} has 1/${Math.round(1 / instance.deviceFraction)} of an L4 (about ${instance.memoryPerDeviceGiB} GiB), which the EC2 API reports as no GPU: Karpenter starts no such node for nvidia.com/gpu without a NodeOverlay, and the pod stays Pending.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g6f.4xlarge
          #                   ^^^^^^^^^^^ fractional-gpu-instance
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g6.4xlarge
      `,
    ],
  },
};
