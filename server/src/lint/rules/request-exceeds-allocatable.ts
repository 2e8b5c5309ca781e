import { paths } from '../../catalog/values-paths.ts';
import { tellWritten } from '../as-written.ts';
import { blame } from '../blame.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import { parseQuantity } from '../../model/quantity.ts';
import type { Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';

export const requestExceedsAllocatable: Rule = {
  id: 'request-exceeds-allocatable',
  severity: 'warning',
  summary:
    'The pod asks for all the cpu or memory of the node, or more than it is estimated to leave.',
  why: 'Kubernetes reserves part of every node for the kubelet, the system and eviction. What is left is "allocatable": up to 20 % less memory on the smallest instances. A request above it leaves the pod Pending although the machine looks large enough. How much is kept depends on the node: the number here is what Karpenter works out before a node exists, with room for what the virtual machine takes; nodes of managed node groups and of EKS Auto Mode may leave more or less. Under Ray the container that collects logs asks for its part as well.',
  sources: [instanceTable],
  *check({ config }) {
    const { instanceType, limits, requests, known } = config;
    const { machine } = known;
    if (machine?.allocatable === undefined || instanceType === undefined) return;
    const { cpuMillis, memoryMi } = machine.allocatable;
    const free = { cpu: cpuMillis / 1000, memory: memoryMi * 2 ** 20 };
    const built = { cpu: machine.vcpu, memory: machine.memoryGiB * 2 ** 30 };
    for (const name of ['cpu', 'memory'] as const) {
      const asked = requests.get(name) ?? limits.get(name);
      const at = blame(asked, instanceType);
      if (asked === undefined || at === undefined) continue;
      const beside = sidecarRequest(config, name);
      if (asked.value + beside <= free[name] || asked.value > built[name]) continue;
      const more =
        asked.value <= free[name]
          ? `, and the fluent-bit container ${name === 'cpu' ? `${beside * 1000}m` : `${beside / 2 ** 20}Mi`} more`
          : '';
      const left = name === 'cpu' ? `${cpuMillis}m` : `${memoryMi}Mi`;
      const isAll = asked.value + beside >= built[name];
      const start = `The pod asks for ${tellWritten(asked)} ${name}${more}, but`;
      yield {
        at,
        ...(!isAll && { severity: 'information' as const }),
        message: isAll
          ? `${start} a node of ${machine.name} keeps some of its ${name} for itself: about ${left} is left for pods by Karpenter's estimate, before DaemonSets. The pod would stay Pending. Ask for less.`
          : `${start} Karpenter estimates that ${machine.name} leaves ${left} for pods, before DaemonSets, and starts no node for more. A node of a managed node group or of EKS Auto Mode may leave more: "kubectl describe node" shows it as Allocatable.`,
        related: [
          at === asked
            ? { at: instanceType, message: `instanceType is ${machine.name} here.` }
            : { at: asked, message: `${name} is ${tellWritten(asked)} here.` },
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
                instanceType: g5.xlarge
          #                   ^^^^^^^^^ related request-exceeds-allocatable
          #                   ^^^^^^^^^ related request-exceeds-allocatable
                resources:
                  gpu:
                    requests:
                      cpu: 4
          #                ^ request-exceeds-allocatable
                      memory: 16Gi
          #                   ^^^^ request-exceeds-allocatable
        `,
      },
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.8xlarge
          #                   ^^^^^^^^^^ related request-exceeds-allocatable
                resources:
                  gpu:
                    requests:
                      memory: 120Gi
          #                   ^^^^^ request-exceeds-allocatable
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
            modelServer:
              deployment:
                instanceType: m8g.2xlarge
          #                   ^^^^^^^^^^^ related request-exceeds-allocatable
                resources:
                  graviton:
                    requests:
                      cpu: 8
          #                ^ request-exceeds-allocatable
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g5.xlarge
              resources:
                gpu:
                  requests:
                    cpu: 3500m
                    memory: 13Gi
      `,
    ],
  },
};

/** What the chart's container for logs asks for beside the worker. */
function sidecarRequest({ isRay, values }: InferenceConfig, name: 'cpu' | 'memory'): number {
  if (!isRay || values.at(paths.fluentbitEnabled)?.value === false) return 0;
  const request = values.at(['fluentbit', 'resources', 'requests', name]);
  return parseQuantity(request?.value) ?? 0;
}
