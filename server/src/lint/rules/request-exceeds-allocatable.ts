import { tellWritten } from '../as-written.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';

export const requestExceedsAllocatable: Rule = {
  id: 'request-exceeds-allocatable',
  severity: 'warning',
  summary:
    'The pod asks for all the cpu or memory of the node, but the node keeps some for itself.',
  why: 'Kubernetes reserves part of every node for the kubelet, the system and eviction. What is left is "allocatable": up to 20 % less memory on the smallest instances. A request above it leaves the pod Pending although the machine looks large enough.',
  sources: [instanceTable],
  *check({ config: { instanceType, limits, requests, known } }) {
    const { instance } = known;
    if (instance?.allocatable === undefined || instanceType === undefined) return;
    const { cpuMillis, memoryMi } = instance.allocatable;
    const free = { cpu: cpuMillis / 1000, memory: memoryMi * 2 ** 20 };
    const built = { cpu: instance.vcpu, memory: instance.memoryGiB * 2 ** 30 };
    for (const name of ['cpu', 'memory'] as const) {
      const asked = requests.get(name) ?? limits.get(name);
      const at = blame(asked, instanceType);
      if (asked === undefined || at === undefined) continue;
      if (asked.value <= free[name] || asked.value > built[name]) continue;
      const left = name === 'cpu' ? `${cpuMillis}m` : `${memoryMi}Mi`;
      yield {
        at,
        message: `The pod asks for ${tellWritten(asked)} ${name}, but of ${instance.name} about ${left} is left for pods once the node has taken its share, before DaemonSets. The pod would stay Pending. Ask for less.`,
        related: [
          at === asked
            ? { at: instanceType, message: `instanceType is ${instance.name} here.` }
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
