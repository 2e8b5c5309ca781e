import { environmentVariable } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const neuronCoresSetByHand: Rule = {
  id: 'neuron-cores-set-by-hand',
  severity: 'warning',
  summary: 'NEURON_RT_VISIBLE_CORES is set although the device plugin sets it.',
  why: 'The Neuron device plugin gives each pod its cores and tells the runtime by this variable. A value set by hand is right only by chance: on a shared node it names cores of another pod, and the runtime stops with "NeuronCores are not available".',
  sources: [neuronSdk('deploy/infrastructure/scheduler.rst')],
  *check({ config: { accelerator, values, known } }) {
    if (accelerator?.value !== 'neuron' || known.devices === undefined) return;
    const cores = environmentVariable(values, 'NEURON_RT_VISIBLE_CORES');
    if (cores === undefined) return;
    yield {
      at: cores,
      message: `The Neuron device plugin sets NEURON_RT_VISIBLE_CORES for the ${known.devices.resource} that the pod asks for; ${String(cores.value)} may name cores of another pod. Remove the variable.`,
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
                - name: NEURON_RT_VISIBLE_CORES
                  value: "0-3"
          #              ^^^^^ neuron-cores-set-by-hand
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            env:
              - name: NEURON_COMPILED_ARTIFACTS
                value: /cache
      `,
    ],
  },
};
