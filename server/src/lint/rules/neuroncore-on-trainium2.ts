import type { Rule } from '../rule.ts';
import { karpenter, neuronSdk } from '../sources.ts';

export const neuroncoreOnTrainium2: Rule = {
  id: 'neuroncore-on-trainium2',
  severity: 'warning',
  summary: 'Cores of Trainium2 are counted differently by Karpenter and by the node.',
  why: 'For aws.amazon.com/neuroncore Karpenter counts the physical cores of trn2, 8 per device, while a node at the default setting shows 4. Karpenter may start a node on which the pod then does not fit, again and again. Whole devices are counted alike everywhere.',
  sources: [
    karpenter('reference/instance-types'),
    neuronSdk('about-neuron/arch/neuron-features/logical-neuroncore-config.rst'),
  ],
  *check({ config: { known } }) {
    const { devices, instance } = known;
    const [at] = devices?.facts.filter((fact) => fact.origin.kind === 'document') ?? [];
    if (devices?.unit !== 'neuron-core' || at === undefined) return;
    if (instance?.neuron?.device.hasLogicalCoreConfig !== true) return;
    yield {
      at,
      on: 'key',
      message: `Karpenter counts ${instance.neuron.physicalCoresPerDevice} cores per device of ${instance.name}, the node shows ${instance.neuron.logicalCoresPerDevice} by default, so a request for ${devices.resource} may stay Pending on a new node. Ask for whole devices with aws.amazon.com/neuron.`,
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
                instanceType: trn2.48xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: null
                      aws.amazon.com/neuroncore: 16
                    limits:
                      aws.amazon.com/neuron: null
                      aws.amazon.com/neuroncore: 16
          #           ^^^^^^^^^^^^^^^^^^^^^^^^^ neuroncore-on-trainium2
          modelParameters:
            tensorParallelSize: 16
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
                    aws.amazon.com/neuron: null
                    aws.amazon.com/neuroncore: 8
                  limits:
                    aws.amazon.com/neuron: null
                    aws.amazon.com/neuroncore: 8
        modelParameters:
          tensorParallelSize: 8
      `,
    ],
  },
};
