import { tagWithoutGpu } from '../../catalog/ray.ts';
import { foreignDialect } from '../dialect.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { rayImageTags } from '../sources.ts';

export const gpuTagDoubled: Rule = {
  id: 'gpu-tag-doubled',
  severity: 'error',
  summary: 'The chart adds -gpu to an image tag that is complete already.',
  why: "Templates of published charts add -gpu to the tag of Ray's workers on GPUs, and use it as it is for the head. A tag with -gpu or a CUDA version at its end becomes one that was never published: workers end in ImagePullBackOff while the head runs.",
  sources: [
    rayImageTags,
    {
      title: 'AI on EKS inference chart, templates of ray-vllm',
      read: '0.1.0 and 0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config, chart }) {
    const { accelerator, imageRepository, imageTag, isRay } = config;
    if (!chart.habits.addsGpuToTag || !isRay || accelerator?.value !== 'gpu') return;
    if (foreignDialect(config, chart) !== undefined) return;
    // Of other repositories nobody knows which tags they have.
    if (imageRepository === undefined || imageTag === undefined) return;
    if (!/^rayproject\/ray(-llm|-ml)?$/.test(imageRepository.value)) return;
    const plain = tagWithoutGpu(imageTag.value);
    const at = blame(imageTag);
    // Tags of ray-llm have no form without a CUDA version.
    const hasPlain = !imageRepository.value.endsWith('-llm');
    if (plain === undefined || at === undefined) return;
    yield {
      at,
      message: `This chart adds -gpu to the tag for Ray workers: ${imageRepository.value}:${imageTag.value}-gpu does not exist, and the workers end in ImagePullBackOff. ${hasPlain ? `Write ${plain}.` : 'Use rayproject/ray.'}`,
      fixes: !hasPlain
        ? []
        : [
            {
              title: `Set tag to ${plain}`,
              isSafe: false,
              edits: [{ kind: 'set', path: at.path, value: plain }],
            },
          ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              image:
                repository: rayproject/ray
                tag: 2.47.0-py312-gpu
          #          ^^^^^^^^^^^^^^^^ gpu-tag-doubled
              vllmVersion: "0.9.1"
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              image:
                repository: rayproject/ray
                tag: "2.47.0-py312"
              vllmVersion: "0.9.1"
        `,
      },
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              image:
                repository: rayproject/ray-llm
                tag: 2.49.0-py311-cu128
          #          ^^^^^^^^^^^^^^^^^^ gpu-tag-doubled
              vllmVersion: "0.9.1"
            rayOptions:
              rayVersion: 2.49.0
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: ray-vllm
          modelServer:
            image:
              repository: registry.example.com/ray
              tag: 2.47.0-py312-gpu
            vllmVersion: "0.9.1"
      `,
    ],
  },
};
