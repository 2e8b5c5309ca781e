import { isAtLeast } from '../../catalog/versions.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const imageLacksRay: Rule = {
  id: 'image-lacks-ray',
  severity: 'error',
  summary: 'Ray is to run in an image that has no Ray.',
  why: 'KubeRay starts head and workers with the ray command of the image. vLLM images have Ray up to 0.17; from 0.18 on vLLM no longer depends on it, and the containers stop with "ray: command not found".',
  sources: [vllm('requirements/cuda.txt')],
  *check({ config: { accelerator, framework, isRay, imageRepository, known } }) {
    if (!isRay || framework === undefined || accelerator?.value !== 'gpu') return;
    if (imageRepository === undefined || known.image.serves !== 'vllm') return;
    // In a registry of one's own the same name may have Ray added to it.
    if (known.image.isMirrored) return;
    if (known.image.vllmVersion === undefined || !isAtLeast(known.image.vllmVersion, '0.18.0'))
      return;
    yield {
      at: imageRepository,
      message: `framework is ${framework.value}, but ${imageRepository.value} of vLLM ${known.image.vllmVersion.text} has no Ray in it: head and workers do not start. Use rayproject/ray and say in vllmVersion which vLLM Ray installs.`,
      related: [{ at: framework, message: `framework is ${framework.value} here.` }],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayVllm
          #            ^^^^^^^ related image-lacks-ray
            modelServer:
              image:
                repository: vllm/vllm-openai
          #                 ^^^^^^^^^^^^^^^^ image-lacks-ray
                tag: v0.21.0
              vllmVersion: 0.21.0
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          modelServer:
            image:
              repository: registry.example.com/vllm-openai
              tag: v0.21.0
            vllmVersion: 0.21.0
      `,
      // Own builds under vLLM's name, with Ray installed.
      `
        inference:
          framework: rayVllm
          modelServer:
            image:
              repository: registry.example.com/vllm/vllm-openai
              tag: v0.21.0
            vllmVersion: 0.21.0
      `,
      `
        inference:
          framework: rayVllm
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.21.0-with-ray2.50
            vllmVersion: 0.21.0
      `,
    ],
  },
};
