import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const neuronDeviceCountNotPlaceable: Rule = {
  id: 'neuron-device-count-not-placeable',
  severity: 'error',
  summary: 'The Neuron scheduler cannot place this number of devices.',
  why: 'Devices of trn1.32xlarge are joined in a torus, and the Neuron scheduler extension hands them out in groups of 1, 4, 8 or 16. It refuses every other count ("does not support requests"), so the pod stays Pending.',
  sources: [neuronSdk('deploy/infrastructure/scheduler.rst')],
  *check({ config: { instanceType, known } }) {
    const { devices, instance } = known;
    const node = instance?.neuron;
    if (devices?.unit !== 'neuron-device' || node?.isPlacementDocumented !== true) return;
    const at = blame(...devices.facts, instanceType);
    if (at === undefined || instance === undefined || devices.count > instance.deviceCount) return;
    const counts = node.placeableDeviceCounts;
    if (counts.includes(devices.count)) return;
    const next = counts.find((count) => count > devices.count);
    yield {
      at,
      message: `The pod asks for ${devices.count} aws.amazon.com/neuron, but on ${instance.name} the Neuron scheduler places ${counts.join(', ')} devices only. The pod stays Pending.`,
      ...(next !== undefined && {
        fixes: [
          {
            title: `Request ${next} aws.amazon.com/neuron`,
            isSafe: false,
            edits: devices.facts.map(({ path }) => ({ kind: 'set', path, value: next })),
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
            modelServer:
              deployment:
                instanceType: trn1.32xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 6
                    limits:
                      aws.amazon.com/neuron: 6
          #                                  ^ neuron-device-count-not-placeable
        `,
        fixed: `
          inference:
            accelerator: neuron
            modelServer:
              deployment:
                instanceType: trn1.32xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 8
                    limits:
                      aws.amazon.com/neuron: 8
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            deployment:
              instanceType: inf2.48xlarge
              resources:
                neuron:
                  requests:
                    aws.amazon.com/neuron: 2
                  limits:
                    aws.amazon.com/neuron: 2
      `,
    ],
  },
};
