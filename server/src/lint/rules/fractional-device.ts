import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { tellWritten } from '../as-written.ts';
import { kubernetes } from '../sources.ts';

export const fractionalDevice: Rule = {
  id: 'fractional-device',
  severity: 'error',
  summary: 'A device is asked for in parts.',
  why: 'Extended resources such as GPUs, Neuron devices and EFA interfaces are whole numbers. The API server refuses the pod with "must be an integer", so nothing starts.',
  sources: [kubernetes('concepts/configuration/manage-resources-containers')],
  *check({ config: { limits, requests } }) {
    for (const quantities of [limits, requests])
      for (const [name, fact] of quantities) {
        if (!name.includes('/') || Number.isInteger(fact.value)) continue;
        const at = blame(fact);
        if (at === undefined) continue;
        const whole = Math.max(1, Math.ceil(fact.value));
        yield {
          at,
          message: `${name} is ${tellWritten(fact)}, but devices are whole: the API server refuses the pod. Ask for ${whole}; to share one device between pods, set up time-slicing or MIG in the device plugin.`,
          fixes: [
            {
              title: `Request ${whole} ${name}`,
              isSafe: false,
              edits: [{ kind: 'set', path: fact.path, value: whole }],
            },
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
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 0.5
          #                           ^^^ fractional-device
                    limits:
                      nvidia.com/gpu: 500m
          #                           ^^^^ fractional-device
        `,
        fixed: `
          inference:
            modelServer:
              deployment:
                resources:
                  gpu:
                    requests:
                      nvidia.com/gpu: 1
                    limits:
                      nvidia.com/gpu: 1
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              resources:
                gpu:
                  requests:
                    nvidia.com/gpu: 1
                    cpu: 500m
      `,
    ],
  },
};
