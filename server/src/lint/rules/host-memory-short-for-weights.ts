import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const hostMemoryShortForWeights: Rule = {
  id: 'host-memory-short-for-weights',
  severity: 'information',
  summary: 'The weights of the model fill the host memory of the Neuron instance.',
  why: 'Neuron traces and compiles the model on the host before it reaches the device, and holds the weights there meanwhile. Where they alone fill the host, the container is killed (OOMKilled) before the first request. A model that was compiled and sharded elsewhere loads with less, so this is no error. How much more than the weights compiling takes differs between reports, and nothing is said of it.',
  sources: [neuronSdk('libraries/nxd-inference/developer_guides/feature-guide.rst')],
  *check({ config, memoryFit }) {
    const { instanceType, modelId, known } = config;
    const memory = memoryFit();
    const risk = memory?.fit.risks.find(({ kind }) => kind === 'host-memory');
    const at = blame(instanceType, modelId);
    const host = known.instance?.memoryGiB;
    if (memory === undefined || risk === undefined || at === undefined) return;
    if (host === undefined || memory.fit.weightsGiB < 0.9 * host) return;
    if (memory.request.model.confidence === 'recalled') return;
    yield { at, message: risk.message };
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
                tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
              deployment:
                instanceType: inf2.xlarge
          #                   ^^^^^^^^^^^ host-memory-short-for-weights
          modelParameters:
            modelId: meta-llama/Llama-3.1-8B-Instruct
            maxModelLen: 4096
            tensorParallelSize: 2
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
              tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
            deployment:
              instanceType: trn1.2xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          maxModelLen: 4096
          tensorParallelSize: 2
      `,
    ],
  },
};
