import { blame, keyOf, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const batchedTokensBelowSequences: Rule = {
  id: 'batched-tokens-below-sequences',
  severity: 'error',
  summary: 'maxNumBatchedTokens is smaller than maxNumSeqs.',
  why: 'Every running sequence needs at least one token of each step. vLLM checks it at start-up and stops: "max_num_batched_tokens (64) must be greater than or equal to max_num_seqs (256)".',
  sources: [vllm('vllm/config/scheduler.py')],
  *check({ config: { maxNumBatchedTokens: tokens, maxNumSeqs: sequences } }) {
    if (tokens === undefined || sequences === undefined) return;
    const at = blame(tokens, sequences);
    if (at === undefined || tokens.value >= sequences.value || tokens.value < 1) return;
    const other = at === tokens ? sequences : tokens;
    yield {
      at,
      message: `maxNumBatchedTokens is ${tell(tokens)}, but maxNumSeqs is ${tell(sequences)}: every sequence needs a token of each step, and vLLM refuses to start. Raise maxNumBatchedTokens to at least ${sequences.value}.`,
      related: [{ at: other, message: `${keyOf(other)} is ${other.value} here.` }],
    };
  },
  examples: {
    bad: [
      {
        text: `
          modelParameters:
            maxNumBatchedTokens: 128
          #                      ^^^ batched-tokens-below-sequences
            maxNumSeqs: 256
          #             ^^^ related batched-tokens-below-sequences
        `,
      },
    ],
    good: [
      `
        modelParameters:
          maxNumBatchedTokens: 256
          maxNumSeqs: 256
          maxModelLen: 16384
      `,
    ],
  },
};
