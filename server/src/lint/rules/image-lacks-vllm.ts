import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { rayImageTags } from '../sources.ts';

export const imageLacksVllm: Rule = {
  id: 'image-lacks-vllm',
  severity: 'error',
  summary: 'framework vllm runs an image that has no vLLM.',
  why: 'The images rayproject/ray hold Ray and Python, not vLLM. The container starts, does not find vllm ("executable file not found" or "No module named vllm") and restarts for ever.',
  sources: [rayImageTags],
  *check({ config: { framework, imageRepository, known } }) {
    if (framework === undefined || !isVllmDeployment(known.framework)) return;
    if (known.image.serves !== 'ray' || known.image.isMirrored || !imageRepository) return;
    // The retired ray-ml images held many libraries, which nobody can look up any more.
    if (!imageRepository.value.endsWith('/ray')) return;
    const at = blame(imageRepository, framework);
    if (at === undefined) return;
    yield {
      at,
      message: `framework is ${framework.value}, but ${imageRepository.value} has no vLLM in it: the container does not start. Use vllm/vllm-openai, or set framework to the Ray one.`,
      related: [{ at: framework, message: `framework is ${framework.value} here.` }].filter(
        (place) => place.at !== at,
      ),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: vllm
          #            ^^^^ related image-lacks-vllm
            modelServer:
              image:
                repository: rayproject/ray
          #                 ^^^^^^^^^^^^^^ image-lacks-vllm
                tag: 2.47.0-py312-gpu
        `,
      },
    ],
    good: [
      `
        inference:
          framework: vllm
          modelServer:
            image:
              repository: registry.example.com/ray
              tag: 2.47.0-py312-gpu
      `,
      `
        inference:
          framework: vllm
          modelServer:
            image:
              repository: rayproject/ray
              tag: 2.47.0-py312-gpu-vllm0.9.1
      `,
    ],
  },
};
