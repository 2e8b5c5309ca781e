import { instanceFamily } from '../../catalog/instance-types.ts';
import { isUndocumentedDegree, neuronDevices } from '../../catalog/neuron.ts';
import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const neuronTensorParallelUndocumented: Rule = {
  id: 'neuron-tensor-parallel-undocumented',
  severity: 'information',
  summary: 'The Neuron runtime does not list this tensor parallel size for the chip.',
  why: 'Collectives on Neuron are built for certain numbers of cores. A size outside the list of the SDK is not documented to work: compilation may succeed and the first collective fail at run time. Published presets use some of them.',
  sources: [
    neuronSdk('libraries/nxd-inference/developer_guides/feature-guide.rst'),
    neuronSdk('libraries/transformers-neuronx/generative-llm-inference-with-neuron.rst'),
  ],
  *check({ config: { accelerator, tensorParallelSize: size, instanceType } }) {
    if (accelerator?.value !== 'neuron' || size === undefined || instanceType === undefined) return;
    const family = instanceFamily(instanceType.value)?.name;
    const chip = neuronDevices.find(({ families }) => families.includes(family ?? ''));
    const at = blame(size, instanceType);
    if (chip === undefined || at === undefined || !isUndocumentedDegree(chip, size.value)) return;
    const degrees = chip.tensorParallelDegrees ?? [];
    yield {
      at,
      message: `tensorParallelSize is ${tell(size)}, but for ${family ?? ''} the Neuron SDK lists ${degrees.join(', ')}. Other sizes are not documented to work.`,
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
                tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
              deployment:
                instanceType: inf2.48xlarge
                resources:
                  neuron:
                    requests:
                      aws.amazon.com/neuron: 12
                    limits:
                      aws.amazon.com/neuron: 12
          modelParameters:
            tensorParallelSize: 16
          #                     ^^ neuron-tensor-parallel-undocumented
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
              tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
            deployment:
              instanceType: inf2.48xlarge
              resources:
                neuron:
                  requests:
                    aws.amazon.com/neuron: 12
                  limits:
                    aws.amazon.com/neuron: 12
        modelParameters:
          tensorParallelSize: 24
      `,
    ],
  },
};
