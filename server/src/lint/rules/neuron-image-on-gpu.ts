import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const neuronImageOnGpu: Rule = {
  id: 'neuron-image-on-gpu',
  severity: 'error',
  summary: 'A Neuron image is to run on GPUs.',
  why: 'Images built for AWS Neuron carry no CUDA. On a GPU node vLLM looks for Neuron devices, finds none, and exits at start-up, so the pod restarts for ever.',
  sources: [neuronSdk('deploy/containers/locate-neuron-dlc-image.rst')],
  *check({ config: { accelerator, imageRepository, imageTag, known } }) {
    if (accelerator?.value !== 'gpu' || known.image.accelerator !== 'neuron') return;
    const at = blame(imageRepository, imageTag, accelerator);
    if (at === undefined || imageRepository === undefined) return;
    yield {
      at,
      message: `${imageRepository.value} is built for AWS Neuron and has no CUDA, but accelerator is gpu: vLLM finds no device and exits at start-up. Use a CUDA image such as vllm/vllm-openai, or set accelerator to neuron.`,
      related: [{ at: accelerator, message: 'accelerator is gpu here.' }],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: gpu
          #              ^^^ related neuron-image-on-gpu
            modelServer:
              image:
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
          #                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ neuron-image-on-gpu
                tag: 0.11.0-neuronx-py312-sdk2.27.0-ubuntu24.04
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: gpu
          modelServer:
            image:
              repository: registry.example.com/team/serving
              tag: "1.4"
      `,
      // The word in the name of a company or a team is no sign of the SDK.
      `
        inference:
          accelerator: gpu
          modelServer:
            image:
              repository: registry.example.com/neuron-research/llm-server
              tag: v0.21.0
      `,
    ],
  },
};
