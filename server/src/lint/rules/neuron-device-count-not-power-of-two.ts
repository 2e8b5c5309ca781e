import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { karpenter } from '../sources.ts';

export const neuronDeviceCountNotPowerOfTwo: Rule = {
  id: 'neuron-device-count-not-power-of-two',
  severity: 'information',
  summary: 'Karpenter may not find a place for this number of Neuron devices on a shared node.',
  why: 'Karpenter counts free devices and does not know which ones the Neuron scheduler can still join. Its documentation advises requests of one size that is a power of two: with other numbers devices are left that no pod can use, and Karpenter may believe that a pending pod fits.',
  sources: [karpenter('concepts/scheduling')],
  *check({ config: { instanceType, known } }) {
    const { devices, instance } = known;
    if (devices?.unit !== 'neuron-device' || instance?.neuron === undefined) return;
    const { count } = devices;
    const at = blame(...devices.facts, instanceType);
    if (at === undefined || count < 2 || count >= instance.deviceCount) return;
    // Where the scheduler has a list of its own, another rule goes by that.
    if (
      instance.neuron.isPlacementDocumented &&
      !instance.neuron.placeableDeviceCounts.includes(count)
    )
      return;
    if (Math.log2(count) % 1 === 0) return;
    yield {
      at,
      message: `The pod asks for ${count} of ${instance.deviceCount} Neuron devices. Karpenter does not know which devices of a node can be joined, and advises powers of two or the whole node: with ${count} a second pod may stay Pending beside free devices.`,
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
                instanceType: inf2.48xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 6
                    limits:
                      aws.amazon.com/neuron: 6
          #                                  ^ neuron-device-count-not-power-of-two
          modelParameters:
            tensorParallelSize: 8
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
                    aws.amazon.com/neuron: 4
                  limits:
                    aws.amazon.com/neuron: 4
        modelParameters:
          tensorParallelSize: 8
      `,
    ],
  },
};
