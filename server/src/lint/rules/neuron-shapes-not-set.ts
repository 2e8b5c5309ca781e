import { isVllmDeployment } from '../../catalog/frameworks.ts';
import type { Rule } from '../rule.ts';
import { neuronSdk } from '../sources.ts';
import { vllmFlag } from '../vllm-flag.ts';

export const neuronShapesNotSet: Rule = {
  id: 'neuron-shapes-not-set',
  severity: 'information',
  summary: 'A model is compiled for Neuron without a context length or batch that the values name.',
  why: 'On Neuron the model is compiled for one context length and one batch. Without maxModelLen and maxNumSeqs it is compiled for the longest context of the model and a batch that vLLM picks: compilation takes longer, needs more memory, and happens again when a default changes.',
  sources: [neuronSdk('libraries/nxd-inference/vllm/vllm-user-guide-v1.rst')],
  *check(subject) {
    const { accelerator, known, modelId, flags } = subject.config;
    if (accelerator?.value !== 'neuron' || !isVllmDeployment(known.framework)) return;
    // A file without a model lies on top of others.
    if (modelId?.origin.kind !== 'document' || accelerator.origin.kind !== 'document') return;
    const shapes = ['max-model-len', 'max-num-seqs'] as const;
    // Someone who names flags anywhere names all of them there.
    if (vllmFlag(subject, 'max-model-len') ?? vllmFlag(subject, 'max-num-seqs')) return;
    if (shapes.some((flag) => flags.has(flag) || known.undecidedFlags.has(flag))) return;
    yield {
      at: modelId,
      message:
        'Neuron compiles the model for one context length and batch, and neither maxModelLen nor maxNumSeqs is set: it is compiled for the longest context that the model has. Set both in modelParameters.',
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
          model: meta-llama/Llama-3.1-8B-Instruct
          #      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ neuron-shapes-not-set
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: neuron
          framework: vllm
        model: meta-llama/Llama-3.1-8B-Instruct
        modelParameters:
          maxModelLen: 4096
          maxNumSeqs: 4
      `,
    ],
  },
};
