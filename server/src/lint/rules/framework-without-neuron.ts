import { type Framework } from '../../catalog/frameworks.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';

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
  *check({ config: { accelerator, framework, generation, known } }) {
    if (generation !== '0.2' || accelerator?.value !== 'neuron') return;
    if (framework === undefined || !isForGpusOnly(known.framework)) return;
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

/** An operator chooses nodes by its own object, whatever the accelerator is said to be. */
function isForGpusOnly(framework: Framework | undefined): boolean {
  if (framework === undefined || framework.workload === 'NIMService') return false;
  return framework.runsOn.every((one) => one === 'gpu');
}
