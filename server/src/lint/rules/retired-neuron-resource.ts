import { neuronDeviceResourceName, retiredNeuronResourceName } from '../../catalog/accelerator.ts';
import type { Fact } from '../../model/merged-values.ts';
import { blame } from '../blame.ts';
import type { Fix, Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const retiredNeuronResource: Rule = {
  id: 'retired-neuron-resource',
  severity: 'error',
  summary: 'aws.amazon.com/neurondevice no longer exists.',
  why: 'The Neuron device plugin dropped aws.amazon.com/neurondevice in SDK 2.22 (April 2025). No node offers it any more, so a pod that asks for it stays Pending for ever. aws.amazon.com/neuron counts the same devices.',
  sources: [neuronSdk('release-notes/components/containers.rst')],
  *check({ config: { accelerator, limits, requests } }) {
    if (accelerator?.value !== 'neuron') return;
    for (const quantities of [limits, requests]) {
      const at = blame(quantities.get(retiredNeuronResourceName));
      if (at === undefined) continue;
      const isTwice = quantities.get(neuronDeviceResourceName)?.origin.kind === 'document';
      yield {
        at,
        on: 'key',
        message: `The Neuron device plugin dropped ${retiredNeuronResourceName} in SDK 2.22: no node offers it, and the pod stays Pending. Ask for ${neuronDeviceResourceName}, which counts the same devices.`,
        fixes: [isTwice ? remove(at) : rename(at)],
      };
    }
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
          #           ^^^^^^^^^^^^^^^^^^^^^^^^^^^ retired-neuron-resource
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

function rename({ path }: Fact): Fix {
  return {
    title: `Rename to ${neuronDeviceResourceName}`,
    isSafe: true,
    edits: [{ kind: 'rename', path, key: neuronDeviceResourceName }],
  };
}

function remove({ path }: Fact): Fix {
  return {
    title: `Remove ${retiredNeuronResourceName}`,
    isSafe: true,
    edits: [{ kind: 'remove', path }],
  };
}
