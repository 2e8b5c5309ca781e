import { neuronDeviceResourceName, retiredNeuronResourceName } from '../../catalog/accelerator.ts';
import type { Rule, ValueEdit } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const retiredNeuronResource: Rule = {
  id: 'retired-neuron-resource',
  severity: 'error',
  summary: 'aws.amazon.com/neurondevice no longer exists.',
  why: 'The Neuron device plugin dropped aws.amazon.com/neurondevice in SDK 2.22 (April 2025). No node offers it any more, so a pod that asks for it stays Pending for ever. aws.amazon.com/neuron counts the same devices.',
  sources: [neuronSdk('release-notes/components/containers.rst')],
  *check({ config: { accelerator, limits, requests } }) {
    if (accelerator?.value !== 'neuron') return;
    const written = [limits, requests]
      .map((quantities) => ({
        retired: quantities.get(retiredNeuronResourceName),
        current: quantities.get(neuronDeviceResourceName),
      }))
      .filter(({ retired }) => retired?.origin.kind === 'document');
    const edits = written.flatMap(({ retired, current }): ValueEdit[] => {
      if (retired === undefined) return [];
      if (current?.origin.kind === 'document') return [{ kind: 'remove', path: retired.path }];
      return [{ kind: 'rename', path: retired.path, key: neuronDeviceResourceName }];
    });
    const [first, second] = written;
    if (first?.retired === undefined) return;
    yield {
      at: first.retired,
      on: 'key',
      message: `The Neuron device plugin dropped ${retiredNeuronResourceName} in SDK 2.22: no node offers it, and the pod stays Pending. Ask for ${neuronDeviceResourceName}, which counts the same devices.`,
      ...(second?.retired && {
        related: [{ at: second.retired, message: `${retiredNeuronResourceName} is also here.` }],
      }),
      fixes: [{ title: `Rename to ${neuronDeviceResourceName}`, isSafe: true, edits }],
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
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neurondevice: 1
          #                                        ^ related retired-neuron-resource
                    limits:
                      aws.amazon.com/neurondevice: 1
          #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ retired-neuron-resource
        `,
        fixed: `
          inference:
            accelerator: neuron
            modelServer:
              deployment:
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 1
                    limits:
                      aws.amazon.com/neuron: 1
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            deployment:
              resources:
                neuron:
                  requests:
                    aws.amazon.com/neuron: 1
                  limits:
                    aws.amazon.com/neuron: 1
      `,
    ],
  },
};
