import { isAtLeast } from '../../catalog/versions.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import { blame, keyOf, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const batchedTokensBelowContext: Rule = {
  id: 'batched-tokens-below-context',
  severity: 'error',
  summary: 'Without chunked prefill a whole prompt must fit into one step, and it does not.',
  why: 'When chunked prefill is off, vLLM processes a prompt in one step and demands max_num_batched_tokens of at least max_model_len. It stops at start-up: "max_num_batched_tokens (8192) is smaller than max_model_len (16384)". With chunked prefill on, which is the default on GPUs, the rule does not apply.',
  sources: [vllm('vllm/config/scheduler.py')],
  *check({ config }) {
    const { maxNumBatchedTokens: tokens, maxModelLen: length } = config;
    if (tokens === undefined || length === undefined || tokens.value >= length.value) return;
    const off = chunkedPrefillOff(config);
    const at = off && blame(length, tokens, off);
    if (off === undefined || at === undefined) return;
    yield {
      at,
      message: `maxModelLen is ${tell(length)}, but maxNumBatchedTokens is ${tell(tokens)} and chunked prefill is off: a prompt must fit into one step, and vLLM refuses to start. Set maxNumBatchedTokens to ${length.value}.`,
      related: [length, tokens, off]
        .filter((fact) => fact !== at)
        .map((fact) => ({
          at: fact,
          message: `${keyOf(fact)} is ${String(fact.value)} here.`,
        })),
      fixes: [
        {
          title: `Set maxNumBatchedTokens to ${length.value}`,
          isSafe: false,
          edits: [{ kind: 'set', path: tokens.path, value: length.value }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          modelParameters:
            maxModelLen: 16384
          #              ^^^^^ batched-tokens-below-context
            enableChunkedPrefill: false
          #                       ^^^^^ related batched-tokens-below-context
        `,
        fixed: `
          modelParameters:
            maxModelLen: 16384
            enableChunkedPrefill: false
            maxNumBatchedTokens: 16384
        `,
      },
    ],
    good: [
      `
        modelParameters:
          maxModelLen: 16384
      `,
    ],
  },
};

/** Only where the values say so: V1 forced chunked prefill on in 0.10, whatever they said. */
function chunkedPrefillOff({ flags, known, accelerator }: InferenceConfig) {
  const off = flags.get('no-enable-chunked-prefill');
  const fact =
    off && isOn(off.value) ? { ...off, value: false } : flags.get('enable-chunked-prefill');
  if (fact === undefined || known.undecidedFlags.has('enable-chunked-prefill')) return undefined;
  if (fact.value !== false && fact.value !== 'false') return undefined;
  const isForcedOn =
    accelerator?.value !== 'neuron' &&
    known.vllm !== undefined &&
    isAtLeast(known.vllm, '0.8.0') &&
    !isAtLeast(known.vllm, '0.11.1');
  return isForcedOn ? undefined : fact;
}

/** `--no-enable-chunked-prefill` alone, or the key with true or an empty text. */
function isOn(value: unknown): boolean {
  return value === true || value === '' || value === 'true';
}
