import { instanceFamily } from '../../catalog/instance-types.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const neuronImageNeedsNewerChip: Rule = {
  id: 'neuron-image-needs-newer-chip',
  severity: 'error',
  summary: 'The Neuron image supports Trainium2 and later only.',
  why: 'From vLLM 0.21 on, the Neuron images carry the new vllm-neuron, which runs on trn2 and trn3; NxD Inference, which served Inf2 and Trn1, is no longer in them. The server exits at start-up on the older chips.',
  sources: [neuronSdk('about-neuron/whats-new.rst')],
  *check({ config: { imageTag, imageRepository, instanceType, known } }) {
    if (known.image.neuronStack !== 'vllm-neuron' || instanceType === undefined) return;
    const family = instanceFamily(instanceType.value)?.name;
    if (family === undefined || !/^(inf2|trn1n?)$/.test(family)) return;
    const at = blame(imageTag, instanceType, imageRepository);
    if (at === undefined) return;
    yield {
      at,
      message: `This image carries vLLM ${known.vllm?.text ?? ''} for Neuron, which runs on trn2 and trn3 only, but instanceType is ${instanceType.value}. Use an image of Neuron SDK 2.29 to 2.31 with vLLM 0.16, or a trn2 instance.`,
      related: [{ at: instanceType, message: `instanceType is ${instanceType.value} here.` }],
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
          #          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ neuron-image-needs-newer-chip
              deployment:
                instanceType: inf2.8xlarge
          #                   ^^^^^^^^^^^^ related neuron-image-needs-newer-chip
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
            deployment:
              instanceType: trn2.3xlarge
      `,
      `
        inference:
          accelerator: neuron
          modelServer:
            image:
              repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
              tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
            deployment:
              instanceType: inf2.8xlarge
      `,
    ],
  },
};
