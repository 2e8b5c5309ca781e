import { rankCapacity } from '../../model/devices.ts';
import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const tensorParallelExceedsLogicalCores: Rule = {
  id: 'tensor-parallel-exceeds-logical-cores',
  severity: 'warning',
  summary: 'tensorParallelSize needs more cores than the devices show by default.',
  why: 'Trainium2 joins its eight physical cores per device in pairs: at the default setting (NEURON_LOGICAL_NC_CONFIG=2) a device shows four. A larger tensorParallelSize works only where the node and the model are set to 1; otherwise the runtime reports too few NeuronCores and the server exits.',
  sources: [neuronSdk('about-neuron/arch/neuron-features/logical-neuroncore-config.rst')],
  *check({ config: { accelerator, tensorParallelSize: size, known } }) {
    const { devices, instance, undecidedFlags } = known;
    if (accelerator?.value !== 'neuron' || size === undefined || devices === undefined) return;
    if (undecidedFlags.has('neuron-logical-nc-config')) return;
    const { usual, most } = rankCapacity(devices, instance);
    const at = blame(size, ...devices.facts);
    if (at === undefined || usual === undefined || instance === undefined) return;
    if (size.value <= usual || size.value > most) return;
    yield {
      at,
      message: `tensorParallelSize is ${tell(size)}, but ${devices.count} ${devices.resource} of ${instance.name} show ${usual} NeuronCores at the default setting. Lower it to ${usual}, ask for more devices, or set NEURON_LOGICAL_NC_CONFIG to 1 in the node and in modelServer.env.`,
      fixes: [
        {
          title: `Set tensorParallelSize to ${usual}`,
          isSafe: false,
          edits: [{ kind: 'set', path: size.path, value: usual }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
            modelServer:
              image:
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
                tag: 0.24.0-neuronx-py312-sdk2.32.0-ubuntu24.04
              deployment:
                instanceType: trn2.3xlarge
          modelParameters:
            tensorParallelSize: 8
          #                     ^ tensor-parallel-exceeds-logical-cores
        `,
        fixed: `
          inference:
            accelerator: neuron
            modelServer:
              image:
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
                tag: 0.24.0-neuronx-py312-sdk2.32.0-ubuntu24.04
              deployment:
                instanceType: trn2.3xlarge
          modelParameters:
            tensorParallelSize: 4
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            image:
              repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
              tag: 0.24.0-neuronx-py312-sdk2.32.0-ubuntu24.04
            env:
              - name: NEURON_LOGICAL_NC_CONFIG
                value: "1"
            deployment:
              instanceType: trn2.3xlarge
        modelParameters:
          tensorParallelSize: 8
      `,
    ],
  },
};
