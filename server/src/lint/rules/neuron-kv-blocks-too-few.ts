import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllmNeuron } from '../sources.ts';
import { numberFlag } from '../vllm-flag.ts';

export const neuronKvBlocksTooFew: Rule = {
  id: 'neuron-kv-blocks-too-few',
  severity: 'warning',
  summary: 'num-gpu-blocks-override is too small for the batch that is compiled for Neuron.',
  why: 'vLLM on NxD Inference does not work out how many blocks the KV cache has: it takes num-gpu-blocks-override. With fewer blocks than maxNumSeqs requests of maxModelLen tokens need, blocks run out while requests are served, and the README of the plugin warns of accesses out of bounds.',
  sources: [vllmNeuron],
  *check(subject) {
    const { accelerator, known, maxModelLen: length, maxNumSeqs: sequences } = subject.config;
    if (accelerator?.value !== 'neuron' || known.image.neuronStack !== 'nxdi-plugin') return;
    const blocks = numberFlag(subject, 'num-gpu-blocks-override');
    const size = numberFlag(subject, 'block-size');
    if (!blocks || !size || !length || !sequences || size.value < 1) return;
    const needed = Math.ceil(length.value / size.value) * sequences.value;
    const at = blame(blocks, size, sequences, length);
    if (at === undefined || blocks.value >= needed) return;
    yield {
      at,
      message: `num-gpu-blocks-override is ${tell(blocks)}, but ${tell(sequences)} requests of ${tell(length)} tokens in blocks of ${tell(size)} need ${needed}. Set it to ${needed} or more.`,
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
            blockSize: 32
            numGpuBlocksOverride: 128
          #                       ^^^ neuron-kv-blocks-too-few
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
              repository: public.ecr.aws/neuron/pytorch-inference-vllm-neuronx
              tag: 0.16.0-neuronx-py312-sdk2.29.0-ubuntu24.04
        modelParameters:
          maxModelLen: 4096
          maxNumSeqs: 4
          blockSize: 32
          numGpuBlocksOverride: 512
      `,
    ],
  },
};
