import { tellWritten } from '../as-written.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';

export const requestExceedsInstance: Rule = {
  id: 'request-exceeds-instance',
  severity: 'error',
  summary: 'The pod asks for more cpu or memory than the instance type is built with.',
  why: 'A pod runs on one node. When it asks for more than the whole machine has, no node of that type can hold it: the pod stays Pending with "Insufficient memory" or "Insufficient cpu".',
  sources: [instanceTable],
  *check({ config: { instanceType, limits, requests, known } }) {
    const { machine } = known;
    if (machine === undefined || instanceType === undefined) return;
    const built = { cpu: machine.vcpu, memory: machine.memoryGiB * 2 ** 30 };
    for (const name of ['cpu', 'memory'] as const) {
      // A container with a limit and no request asks for its limit.
      const asked = requests.get(name) ?? limits.get(name);
      const at = blame(asked, instanceType);
      if (asked === undefined || at === undefined || asked.value <= built[name]) continue;
      const size = name === 'cpu' ? `${machine.vcpu} vCPUs` : `${machine.memoryGiB} GiB`;
      yield {
        at,
        message: `The pod asks for ${tellWritten(asked)} ${name}, but ${machine.name} has ${size} in all. No node fits, so the pod stays Pending. Ask for less, or choose a larger instance type.`,
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
          #                   ^^^^^^^^^ related request-exceeds-instance
          #                   ^^^^^^^^^ related request-exceeds-instance
                resources:
                  gpu:
                    requests:
                      cpu: 8
          #                ^ request-exceeds-instance
                      memory: 64Gi
          #                   ^^^^ request-exceeds-instance
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
                instanceType: m8g.xlarge
          #                   ^^^^^^^^^^ related request-exceeds-instance
                resources:
                  graviton:
                    requests:
                      cpu: 6
          #                ^ request-exceeds-instance
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
                    cpu: 3
                    memory: 12Gi
      `,
    ],
  },
};
