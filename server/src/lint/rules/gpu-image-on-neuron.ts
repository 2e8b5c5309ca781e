import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const gpuImageOnNeuron: Rule = {
  id: 'gpu-image-on-neuron',
  severity: 'error',
  summary: 'A CUDA image is to run on Neuron devices.',
  why: 'CUDA images carry neither the Neuron runtime nor the Neuron build of vLLM. On an Inferentia or Trainium node the server finds no GPU ("Failed to infer device type") and exits, so the pod restarts for ever.',
  sources: [neuronSdk('deploy/containers/locate-neuron-dlc-image.rst')],
  *check({ config: { accelerator, imageRepository, imageTag, known } }) {
    if (accelerator?.value !== 'neuron' || known.image.accelerator !== 'gpu') return;
    if (imageRepository === undefined) return;
    const at = blame(imageRepository, imageTag, accelerator);
    if (at === undefined) return;
    yield {
      at,
      message: `${imageRepository.value} is built for CUDA, but accelerator is neuron: the server finds no GPU and exits at start-up. Use an image with the Neuron SDK, such as public.ecr.aws/neuron/pytorch-inference-vllm-neuronx.`,
      related: [{ at: accelerator, message: 'accelerator is neuron here.' }],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            accelerator: neuron
          #              ^^^^^^ related gpu-image-on-neuron
            modelServer:
              image:
                repository: vllm/vllm-openai
          #                 ^^^^^^^^^^^^^^^^ gpu-image-on-neuron
                tag: v0.10.0
        `,
      },
    ],
    good: [
      `
        inference:
          accelerator: neuron
          modelServer:
            deployment:
              resources:
                neuron:
                  requests:
                    memory: 64Gi
      `,
    ],
  },
};
