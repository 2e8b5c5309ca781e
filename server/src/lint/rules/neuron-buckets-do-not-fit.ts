import type { Fact } from '../../model/merged-values.ts';
import { keyOf } from '../blame.ts';
import { neuronConfig, numbersOf, type NeuronConfig } from '../neuron-config.ts';
import type { Rule, Subject } from '../rule.ts';
import { neuronSdk } from '../sources.ts';
import { numberFlag } from '../vllm-flag.ts';

const segmentSizes: readonly number[] = [512, 1024, 2048, 4096, 8192];

export const neuronBucketsDoNotFit: Rule = {
  id: 'neuron-buckets-do-not-fit',
  severity: 'error',
  summary: 'Buckets of neuron_config do not go together with the sizes that vLLM schedules.',
  why: 'vllm-neuron compiles a graph for each bucket. The largest num_batched_tokens_buckets must be maxNumBatchedTokens and the largest num_seqs_buckets maxNumSeqs; kv_segment_size_buckets are 512, 1024, 2048, 4096 or 8192 and multiples of the block size; decode_context_length_buckets rise, are multiples of 128 and stay below maxModelLen. It refuses anything else before it compiles.',
  sources: [neuronSdk('vllm-neuron/docs/guides/reference-configuration.md')],
  *check(subject) {
    const { accelerator, known } = subject.config;
    if (accelerator?.value !== 'neuron' || known.image.neuronStack !== 'vllm-neuron') return;
    const neuron = neuronConfig(subject, 'neuron_config');
    if (neuron?.at.origin.kind !== 'document') return;
    for (const { name, fault } of faults(subject, neuron)) {
      const at = neuron.setting(name);
      if (at === undefined) continue;
      yield { at, message: `${name}: ${fault}. vllm-neuron refuses to start.` };
    }
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
                tag: 0.24.0-neuronx-py312-sdk2.32.0-ubuntu24.04
          modelParameters:
            maxModelLen: 8192
            maxNumSeqs: 16
            maxNumBatchedTokens: 2048
            additionalConfig:
              neuron_config:
                num_batched_tokens_buckets: [256, 1024]
          #                                 ^^^^^^^^^^^ neuron-buckets-do-not-fit
                num_seqs_buckets: [4, 16]
                kv_segment_size_buckets: [768]
          #                              ^^^^^ neuron-buckets-do-not-fit
                decode_context_length_buckets: [1000, 8192]
          #                                    ^^^^^^^^^^^^ neuron-buckets-do-not-fit
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
              tag: 0.24.0-neuronx-py312-sdk2.32.0-ubuntu24.04
        modelParameters:
          maxModelLen: 8192
          maxNumSeqs: 16
          maxNumBatchedTokens: 2048
          additionalConfig: '{"neuron_config": {"num_batched_tokens_buckets": [256, 2048], "num_seqs_buckets": [16], "kv_segment_size_buckets": [1024], "decode_context_length_buckets": [1024, 4096]}}'
      `,
    ],
  },
};

interface BucketFault {
  readonly name: string;
  readonly fault: string;
}

function* faults(subject: Subject, neuron: NeuronConfig): Iterable<BucketFault> {
  const { maxModelLen, maxNumBatchedTokens, maxNumSeqs } = subject.config;
  const buckets = (name: string) => numbersOf(neuron.setting(name));
  yield* largest('num_batched_tokens_buckets', maxNumBatchedTokens, buckets);
  yield* largest('num_seqs_buckets', maxNumSeqs, buckets);
  const segments = 'kv_segment_size_buckets';
  const block = numberFlag(subject, 'block-size')?.value ?? 32;
  const odd = buckets(segments)?.find((size) => !segmentSizes.includes(size) || size % block !== 0);
  if (odd !== undefined)
    yield {
      name: segments,
      fault: segmentSizes.includes(odd)
        ? `${odd} is no multiple of the block size ${block}`
        : `${odd} is none of ${segmentSizes.join(', ')}`,
    };
  yield* decodeFaults(buckets('decode_context_length_buckets'), maxModelLen);
}

function* largest(
  name: string,
  most: Fact<number> | undefined,
  buckets: (name: string) => readonly number[] | undefined,
): Iterable<BucketFault> {
  const sizes = buckets(name);
  if (sizes === undefined || most === undefined || Math.max(...sizes) === most.value) return;
  yield {
    name,
    fault: `the largest is ${Math.max(...sizes)}, but ${keyOf(most)} is ${most.value}, and the two must be equal`,
  };
}

function* decodeFaults(
  lengths: readonly number[] | undefined,
  context: Fact<number> | undefined,
): Iterable<BucketFault> {
  const name = 'decode_context_length_buckets';
  if (lengths === undefined) return;
  const odd = lengths.find((length) => length % 128 !== 0);
  const long = lengths.find((length) => context !== undefined && length >= context.value);
  const isRising = lengths.every(
    (length, index) => index === 0 || length > (lengths[index - 1] ?? 0),
  );
  if (odd !== undefined) yield { name, fault: `${odd} is no multiple of 128` };
  else if (long !== undefined) yield { name, fault: `${long} is not below maxModelLen` };
  else if (!isRising) yield { name, fault: 'the lengths do not rise' };
}
