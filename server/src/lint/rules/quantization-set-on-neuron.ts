import { isParameterPath } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';
import { vllmFlag } from '../vllm-flag.ts';

export const quantizationSetOnNeuron: Rule = {
  id: 'quantization-set-on-neuron',
  severity: 'error',
  summary: 'quantization names the method of the older Neuron fork.',
  why: 'neuron_quant was the method of the fork of vLLM 0.9 and before. In later images quantisation is a matter of the checkpoint and of the Neuron configuration; vLLM does not know the name and stops at start-up ("invalid choice" or "Unknown quantization method").',
  sources: [neuronSdk('vllm-neuron/docs/guides/reference-configuration.md')],
  *check(subject) {
    const { accelerator, known } = subject.config;
    const stack = known.image.neuronStack;
    const chosen = vllmFlag(subject, 'quantization');
    if (accelerator?.value !== 'neuron' || chosen?.value !== 'neuron_quant') return;
    if (stack !== 'nxdi-plugin' && stack !== 'vllm-neuron') return;
    const at = blame(chosen);
    if (at === undefined) return;
    yield {
      at,
      message: `quantization is neuron_quant, which the image's vLLM ${known.image.vllmVersion?.text ?? ''} does not have: the server stops at start-up. Remove it, and say it in the Neuron configuration.`,
      ...(isParameterPath(at.path) && {
        fixes: [
          {
            title: 'Remove quantization',
            isSafe: false,
            edits: [{ kind: 'remove', path: at.path }],
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: neuron
            framework: vllm
            modelServer:
              image:
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
                tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
          modelParameters:
            maxModelLen: 4096
            maxNumSeqs: 4
            quantization: neuron_quant
          #               ^^^^^^^^^^^^ quantization-set-on-neuron
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: neuron
            framework: vllm
            modelServer:
              image:
                repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
                tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
          modelParameters:
            maxModelLen: 4096
            maxNumSeqs: 4
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: neuron
          framework: vllm
          modelServer:
            image:
              repository: registry.example.com/team/neuron-server
              tag: "7"
        modelParameters:
          maxModelLen: 4096
          maxNumSeqs: 4
          quantization: neuron_quant
      `,
    ],
  },
};
