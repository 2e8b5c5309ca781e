import { blame } from '../blame.ts';
import { memoryFit } from '../memory-fit.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';

export const hostMemoryShortForWeights: Rule = {
  id: 'host-memory-short-for-weights',
  severity: 'information',
  summary: 'The host memory of the Neuron instance is small for compiling this model.',
  why: 'Neuron traces and compiles the model on the host before it reaches the device, and holds the weights there meanwhile. On hosts whose memory is little more than twice the weights, compiling was seen to be killed (OOMKilled), for example an 8B model on an instance with 32 GiB. Models that were compiled elsewhere load with less.',
  sources: [neuronSdk('libraries/nxd-inference/developer_guides/feature-guide.rst')],
  *check({ config }) {
    const { instanceType, modelId } = config;
    const memory = memoryFit(config);
    const risk = memory?.fit.risks.find(({ kind }) => kind === 'host-memory');
    const at = blame(instanceType, modelId);
    if (risk === undefined || at === undefined) return;
    if (memory?.request.model.confidence === 'recalled') return;
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
              instanceType: inf2.8xlarge
        modelParameters:
          modelId: meta-llama/Llama-3.1-8B-Instruct
          maxModelLen: 4096
          tensorParallelSize: 2
      `,
    ],
  },
};
