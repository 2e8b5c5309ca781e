import { instanceFamily } from '../../catalog/instance-types.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const inferentia1CannotServe: Rule = {
  id: 'inferentia1-cannot-serve',
  severity: 'error',
  summary: 'vLLM does not run on first-generation Inferentia.',
  why: 'No version of vLLM supports Inf1, and the Neuron SDK dropped Inf1 from its images with 2.27. The pod starts and the server exits because the chip cannot run it.',
  sources: [neuronSdk('about-neuron/announcements/index.rst')],
  *check({ config: { accelerator, instanceType } }) {
    if (accelerator?.value !== 'neuron' || instanceType === undefined) return;
    if (instanceFamily(instanceType.value)?.name !== 'inf1') return;
    yield {
      at: instanceType,
      message: `${instanceType.value} has first-generation Inferentia, which no vLLM version supports. Use inf2, trn1 or trn2.`,
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
                instanceType: inf1.6xlarge
          #                   ^^^^^^^^^^^^ inferentia1-cannot-serve
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            deployment:
              instanceType: inf2.xlarge
      `,
    ],
  },
};
