import { neuronConfig, type NeuronConfig } from '../neuron-config.ts';
import type { Rule, Subject } from '../rule.ts';
import { neuronSdk, vllmNeuron } from '../sources.ts';
import { numberFlag, switchFlag } from '../vllm-flag.ts';
import { isWholeFile } from '../whole-file.ts';

export const neuronPrefixCachingIncomplete: Rule = {
  id: 'neuron-prefix-caching-incomplete',
  severity: 'error',
  summary: 'Prefix caching on NxD Inference lacks a setting that it needs.',
  why: 'For prefix caching NxD Inference keeps the KV cache in blocks, and vLLM must use the same ones: is_prefix_caching, is_block_kv_layout, pa_num_blocks and pa_block_size in override_neuron_config, block-size and num-gpu-blocks-override beside it. With a part of them missing or two numbers that differ, the server stops at start-up or reads blocks that were never compiled.',
  sources: [neuronSdk('libraries/nxd-inference/vllm/vllm-user-guide-v1.rst'), vllmNeuron],
  *check(subject) {
    const { accelerator, known } = subject.config;
    if (accelerator?.value !== 'neuron' || known.image.neuronStack !== 'nxdi-plugin') return;
    const override = neuronConfig(subject, 'override_neuron_config');
    if (override === undefined || switchFlag(subject, 'enable-prefix-caching')?.value === false)
      return;
    if (override.setting('is_prefix_caching')?.value !== true) return;
    const fault = faultOf(subject, override);
    if (fault === undefined) return;
    yield {
      at: override.setting('is_prefix_caching') ?? override.at,
      message: `Prefix caching is on, but ${fault}: vLLM on NxD Inference does not start, or reads blocks that are not there.`,
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
            additionalConfig:
              override_neuron_config:
                is_prefix_caching: true
          #                        ^^^^ neuron-prefix-caching-incomplete
                pa_num_blocks: 1024
                pa_block_size: 32
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
          numGpuBlocksOverride: 1024
          additionalConfig:
            override_neuron_config:
              is_prefix_caching: true
              is_block_kv_layout: true
              pa_num_blocks: 1024
              pa_block_size: 32
      `,
    ],
  },
};

function faultOf(subject: Subject, override: NeuronConfig): string | undefined {
  const missing = ['is_block_kv_layout', 'pa_num_blocks', 'pa_block_size'].filter(
    (name) => override.setting(name) === undefined,
  );
  if (missing.length > 0) return `override_neuron_config lacks ${missing.join(' and ')}`;
  if (override.setting('is_block_kv_layout')?.value !== true) return 'is_block_kv_layout is not';
  const pairs = [
    ['pa_num_blocks', 'num-gpu-blocks-override'],
    ['pa_block_size', 'block-size'],
  ] as const;
  for (const [name, flag] of pairs) {
    const ours = override.setting(name)?.value;
    const theirs = numberFlag(subject, flag)?.value;
    if (theirs === undefined) {
      if (subject.config.flags.has(flag) || subject.config.known.undecidedFlags.has(flag)) continue;
      if (isWholeFile(subject.config)) return `${flag} is not set`;
      continue;
    }
    if (typeof ours === 'number' && ours !== theirs)
      return `${name} is ${ours} and ${flag} is ${theirs}`;
  }
  return undefined;
}
