import { asNumber } from '../../model/inference-config.ts';
import type { Fact } from '../../model/merged-values.ts';
import { keyOf } from '../blame.ts';
import { neuronConfig, type NeuronConfig } from '../neuron-config.ts';
import type { Rule } from '../rule.ts';
import { nxdInference } from '../sources.ts';

export const neuronParallelDegreeDoesNotDivide: Rule = {
  id: 'neuron-parallel-degree-does-not-divide',
  severity: 'error',
  summary: 'A parallel degree of the Neuron configuration does not divide the ranks or the batch.',
  why: 'NxD Inference regroups the ranks of tensor parallelism: cp_degree and attention_dp_degree must divide tensorParallelSize, and attention_dp_degree also the batch. It stops before it compiles with an assertion that names the two numbers.',
  sources: [nxdInference],
  *check(subject) {
    const { accelerator, known, maxNumSeqs, tensorParallelSize: tensor } = subject.config;
    const stack = known.image.neuronStack;
    if (accelerator?.value !== 'neuron' || (stack !== 'nxdi-plugin' && stack !== 'v0-fork')) return;
    const override = neuronConfig(subject, 'override_neuron_config');
    if (override?.at.origin.kind !== 'document') return;
    const pairs = [
      ['cp_degree', own(override, 'tp_degree') ?? tensor],
      ['attention_dp_degree', own(override, 'tp_degree') ?? tensor],
      ['attention_dp_degree', own(override, 'batch_size') ?? maxNumSeqs],
    ] as const;
    for (const [name, whole] of pairs) {
      const degree = asNumber(override.setting(name));
      if (degree === undefined || whole === undefined || degree.value < 1) continue;
      if (whole.value % degree.value === 0) continue;
      yield {
        at: degree,
        message: `${name} is ${degree.value}, which does not divide ${keyOf(whole)} ${whole.value}: NxD Inference stops before it compiles.`,
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: neuron
            framework: vllm
            modelServer:
              image:
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
                tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
          modelParameters:
            maxModelLen: 4096
            maxNumSeqs: 4
            tensorParallelSize: 2
            additionalConfig:
              override_neuron_config:
                cp_degree: 4
          #                ^ neuron-parallel-degree-does-not-divide
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: neuron
          framework: vllm
          modelServer:
            image:
              repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
              tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
        modelParameters:
          maxModelLen: 4096
          maxNumSeqs: 4
          tensorParallelSize: 2
          additionalConfig:
            override_neuron_config:
              cp_degree: 2
              attention_dp_degree: 2
      `,
    ],
  },
};

function own(override: NeuronConfig, name: string): Fact<number> | undefined {
  return asNumber(override.setting(name));
}
