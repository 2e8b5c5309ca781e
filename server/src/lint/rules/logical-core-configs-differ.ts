import { asNumber } from '../../model/inference-config.ts';
import { blame } from '../blame.ts';
import { environmentVariable } from '../environment.ts';
import { neuronConfig } from '../neuron-config.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk, nxdInference } from '../sources.ts';

export const logicalCoreConfigsDiffer: Rule = {
  id: 'logical-core-configs-differ',
  severity: 'error',
  summary: 'The model is compiled for another logical core setting than the runtime runs with.',
  why: 'A model is compiled for cores that are joined in pairs or not, and the runtime must join them alike. When NEURON_LOGICAL_NC_CONFIG and logical_nc_config differ, loading the compiled model fails.',
  sources: [
    neuronSdk('about-neuron/arch/neuron-features/logical-neuroncore-config.rst'),
    nxdInference,
  ],
  *check(subject) {
    const { accelerator, values } = subject.config;
    if (accelerator?.value !== 'neuron') return;
    const runtime = asNumber(environmentVariable(values, 'NEURON_LOGICAL_NC_CONFIG'));
    const override = neuronConfig(subject, 'override_neuron_config');
    const compiled = asNumber(
      override?.setting('logical_nc_config') ?? override?.setting('logical_neuron_cores'),
    );
    const at = blame(compiled, runtime);
    if (runtime === undefined || compiled === undefined || at === undefined) return;
    if (runtime.value === compiled.value) return;
    yield {
      at,
      message: `The model is compiled for logical_nc_config ${compiled.value}, but NEURON_LOGICAL_NC_CONFIG is ${runtime.value}: the runtime cannot load it. Set both to the same number.`,
      related: [
        at === compiled
          ? { at: runtime, message: `NEURON_LOGICAL_NC_CONFIG is ${runtime.value} here.` }
          : { at: compiled, message: `logical_nc_config is ${compiled.value} here.` },
      ],
    };
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
              env:
                NEURON_LOGICAL_NC_CONFIG: "2"
          #                               ^^^ related logical-core-configs-differ
              deployment:
                instanceType: trn2.48xlarge
          modelParameters:
            maxModelLen: 4096
            maxNumSeqs: 4
            overrideNeuronConfig:
              logical_nc_config: 1
          #                      ^ logical-core-configs-differ
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
            env:
              NEURON_LOGICAL_NC_CONFIG: "1"
            deployment:
              instanceType: trn2.48xlarge
        modelParameters:
          maxModelLen: 4096
          maxNumSeqs: 4
          overrideNeuronConfig:
            logical_nc_config: 1
      `,
    ],
  },
};
