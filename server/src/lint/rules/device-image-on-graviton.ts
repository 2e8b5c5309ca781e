import { blame } from '../blame.ts';
import { servesOnGraviton } from '../graviton.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027, vllm } from '../sources.ts';
import { isWholeFile } from '../whole-file.ts';

export const deviceImageOnGraviton: Rule = {
  id: 'device-image-on-graviton',
  severity: 'error',
  summary: 'An image that is built for GPUs or Neuron devices is to run on Graviton.',
  why: 'vLLM is built for one kind of device. The CUDA build finds no GPU on a Graviton node and exits ("Failed to infer device type"), or the image is not built for arm64 at all and cannot start. The chart does not change its default image, vllm/vllm-openai, for accelerator graviton. vLLM publishes CPU images of its own.',
  sources: [publishedChart027, vllm('docs/deployment/k8s.md')],
  *check({ config }) {
    const { accelerator, imageRepository: repository, imageTag, known } = config;
    const { accelerator: built, serves } = known.image;
    if (accelerator === undefined || repository === undefined || built === undefined) return;
    // Without llama-server in it the image is wrong for another reason.
    if (!servesOnGraviton(config) || known.framework?.server === 'llama-server') return;
    // Another file may name the image of one that says little.
    if (repository.origin.kind === 'chart' && !isWholeFile(config)) return;
    const at = blame(repository, imageTag, accelerator);
    if (at === undefined) return;
    const origin = repository.origin.kind === 'chart' ? " (the chart's default)" : '';
    const kind = built === 'gpu' ? 'CUDA' : 'AWS Neuron';
    const instead =
      serves === 'vllm'
        ? ' Use a CPU image of vLLM for arm64, such as public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo.'
        : ` Use an image for arm64 CPUs, or set accelerator to ${built}.`;
    yield {
      at,
      message: `${repository.value}${origin} is built for ${kind}, but accelerator is graviton: the server finds no device and exits at start-up.${instead}`,
      related: [{ at: accelerator, message: 'accelerator is graviton here.' }].filter(
        (place) => place.at !== at,
      ),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
          #              ^^^^^^^^ related device-image-on-graviton
            framework: vllm
            modelServer:
              image:
                repository: vllm/vllm-openai
          #                 ^^^^^^^^^^^^^^^^ device-image-on-graviton
                tag: v0.12.0
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          model: Qwen/Qwen3-0.6B
          inference:
            accelerator: graviton
          #              ^^^^^^^^ device-image-on-graviton
            framework: vllm
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        model: Qwen/Qwen3-0.6B
        inference:
          accelerator: graviton
          framework: vllm
          modelServer:
            image:
              repository: public.ecr.aws/q9t5s3a7/vllm-arm64-cpu-release-repo
              tag: v0.12.0
      `,
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: graviton
          framework: vllm
          modelServer:
            image:
              repository: registry.example.com/team/serving
              tag: "1.4"
      `,
    ],
  },
};
