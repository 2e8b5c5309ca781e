import { paths } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';

export const vllmVersionMissing: Rule = {
  id: 'vllm-version-missing',
  severity: 'error',
  summary: 'Ray is to install vLLM, but no version is given.',
  why: 'On GPUs the Ray image has no vLLM: Ray installs the version that modelServer.vllmVersion names into the environment of the replica. Without it the requirement is empty ("vllm=="), pip refuses it, and the application ends in DEPLOY_FAILED.',
  sources: [
    {
      title: 'AI on EKS inference chart, ray-vllm-deployment.yaml',
      read: '0.1.0 and 0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config: { accelerator, framework, generation, isRay, known, vllmVersion, values } }) {
    if (!isRay || accelerator?.value !== 'gpu' || vllmVersion !== undefined) return;
    if (framework === undefined) return;
    if (generation && known.framework?.generations.includes(generation) !== true) return;
    const server = values.at(paths.modelServer);
    // Without a place for it in this file, the schema of 0.1 says what is missing.
    if (generation === '0.1' && server?.origin.kind !== 'document') return;
    if (values.at(paths.vllmVersion) !== undefined) return;
    yield {
      ...(server?.origin.kind === 'document'
        ? { at: server, on: 'key' as const }
        : { at: framework }),
      message: `framework is ${framework.value} on gpu, but modelServer.vllmVersion is not set: Ray is asked to install "vllm==" and the application fails to deploy. Set vllmVersion, for example to "0.9.1".`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayVllm
            modelServer:
          # ^^^^^^^^^^^ vllm-version-missing
              image:
                repository: rayproject/ray
                tag: 2.47.0-py312-gpu
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          accelerator: neuron
      `,
    ],
  },
};
