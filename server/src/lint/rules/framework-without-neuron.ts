import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';

const gpuOnly: ReadonlySet<string> = new Set(['lws-vllm', 'triton-vllm', 'nim-container']);

export const frameworkWithoutNeuron: Rule = {
  id: 'framework-without-neuron',
  severity: 'error',
  summary: 'This framework runs on GPUs only.',
  why: 'The templates of these frameworks have no branch for Neuron: the pod is rendered without any device, or with a CUDA server that finds no GPU, and does not start.',
  sources: [
    {
      title: 'AI on EKS inference chart, templates',
      read: '0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config: { accelerator, framework, generation } }) {
    if (generation !== '0.2' || accelerator?.value !== 'neuron') return;
    if (framework === undefined || !gpuOnly.has(framework.value)) return;
    const at = blame(framework, accelerator);
    if (at === undefined) return;
    yield {
      at,
      message: `framework ${framework.value} runs on GPUs only: for accelerator neuron the chart renders no device, and the server does not start. Use vllm or ray-vllm, or set accelerator to gpu.`,
      related: [framework, accelerator]
        .filter((fact) => fact !== at)
        .map((fact) => ({
          at: fact,
          message: `${String(fact.path.at(-1))} is ${fact.value} here.`,
        })),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: neuron
          #              ^^^^^^ related framework-without-neuron
            framework: triton-vllm
          #            ^^^^^^^^^^^ framework-without-neuron
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: neuron
          framework: ray-vllm
      `,
    ],
  },
};
