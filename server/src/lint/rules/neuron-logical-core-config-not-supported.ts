import { instanceFamily } from '../../catalog/instance-types.ts';
import { neuronDevices } from '../../catalog/neuron.ts';
import { environmentVariable } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const neuronLogicalCoreConfigNotSupported: Rule = {
  id: 'neuron-logical-core-config-not-supported',
  severity: 'error',
  summary: 'NEURON_LOGICAL_NC_CONFIG has a value that the chip does not know.',
  why: 'The variable says how many physical cores make one logical core: 1 or 2, and 2 only on Trainium2 and later. With another value the Neuron runtime refuses to initialise.',
  sources: [neuronSdk('about-neuron/arch/neuron-features/logical-neuroncore-config.rst')],
  *check({ config: { accelerator, instanceType, values } }) {
    if (accelerator?.value !== 'neuron') return;
    const joined = environmentVariable(values, 'NEURON_LOGICAL_NC_CONFIG');
    if (joined === undefined) return;
    const value = String(joined.value).trim();
    if (!/^\d+$/.test(value)) return;
    const family = instanceType && instanceFamily(instanceType.value)?.name;
    const chip = neuronDevices.find(({ families }) => families.includes(family ?? ''));
    const isPaired = value === '2' && chip?.hasLogicalCoreConfig === false;
    if ((value === '1' || value === '2') && !isPaired) return;
    yield {
      at: joined,
      message: isPaired
        ? `NEURON_LOGICAL_NC_CONFIG is 2, but ${chip.name} cannot join its cores: the runtime refuses to start. Remove the variable.`
        : `NEURON_LOGICAL_NC_CONFIG is ${value}, but the runtime knows 1 and 2 only and refuses to start.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
            modelServer:
              env:
                - name: NEURON_LOGICAL_NC_CONFIG
                  value: "4"
          #              ^^^ neuron-logical-core-config-not-supported
        `,
      },
      {
        text: `
          inference:
            accelerator: neuron
            modelServer:
              env:
                - name: NEURON_LOGICAL_NC_CONFIG
                  value: "2"
          #              ^^^ neuron-logical-core-config-not-supported
              deployment:
                instanceType: inf2.xlarge
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            env:
              - name: NEURON_LOGICAL_NC_CONFIG
                value: "2"
            deployment:
              instanceType: trn2.48xlarge
      `,
    ],
  },
};
