import { blame } from '../blame.ts';
import { plural } from '../count.ts';
import type { Rule } from '../rule.ts';
import { instanceTable } from '../sources.ts';

export const efaExceedsInstance: Rule = {
  id: 'efa-exceeds-instance',
  severity: 'error',
  summary: 'More EFA interfaces are asked for than the instance type has.',
  why: 'EFA interfaces are scheduled like devices. When a pod asks for more than the chosen instance type has, no node fits and the pod stays Pending with "Insufficient vpc.amazonaws.com/efa".',
  sources: [instanceTable],
  *check({ config: { instanceType, limits, requests, known } }) {
    const offered = known.instance?.efaInterfaces;
    const facts = [limits, requests].map((quantities) => quantities.get('vpc.amazonaws.com/efa'));
    const asked = facts.find((fact) => fact !== undefined);
    const at = blame(...facts, instanceType);
    if (offered === undefined || asked === undefined || at === undefined) return;
    if (instanceType === undefined || asked.value <= offered) return;
    yield {
      at,
      message: `The pod asks for ${plural(asked.value, 'EFA interface')}, but ${instanceType.value} has ${offered === 0 ? 'none' : offered}: no node fits, and the pod stays Pending.`,
      related: [
        at === instanceType
          ? { at: asked, message: `vpc.amazonaws.com/efa is ${asked.value} here.` }
          : { at: instanceType, message: `instanceType is ${instanceType.value} here.` },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              deployment:
                instanceType: g5.2xlarge
          #                   ^^^^^^^^^^ related efa-exceeds-instance
                resources:
                  gpu:
                    limits:
                      nvidia.com/gpu: 1
                      vpc.amazonaws.com/efa: 1
          #                                  ^ efa-exceeds-instance
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              instanceType: g6e.8xlarge
              resources:
                gpu:
                  limits:
                    nvidia.com/gpu: 1
                    vpc.amazonaws.com/efa: 1
      `,
    ],
  },
};
