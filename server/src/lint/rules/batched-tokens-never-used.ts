import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const batchedTokensNeverUsed: Rule = {
  id: 'batched-tokens-never-used',
  severity: 'information',
  summary: 'A step has room for more tokens than all requests together can bring.',
  why: 'A step never has more tokens than maxNumSeqs requests of maxModelLen tokens. vLLM warns of it at start-up ("max_num_batched_tokens exceeds max_num_seqs * max_model_len") and starts; working memory is set aside for the larger number and is missing from the KV cache.',
  sources: [vllm('vllm/config/scheduler.py')],
  *check({ config }) {
    const { accelerator, maxNumBatchedTokens: tokens, maxNumSeqs, maxModelLen } = config;
    if (accelerator?.value !== 'gpu' || !tokens || !maxNumSeqs || !maxModelLen) return;
    const most = maxNumSeqs.value * maxModelLen.value;
    const at = blame(tokens);
    if (at === undefined || most < 1 || tokens.value <= most) return;
    yield {
      at,
      message: `maxNumBatchedTokens is ${tell(tokens)}, but ${maxNumSeqs.value === 1 ? '1 request' : `${String(maxNumSeqs.value)} requests`} of ${maxModelLen.value} tokens ${maxNumSeqs.value === 1 ? 'brings' : 'bring'} at most ${most}: the rest only takes memory from the KV cache. Set it to ${most} or less.`,
      fixes: [
        {
          title: `Set maxNumBatchedTokens to ${most}`,
          isSafe: false,
          edits: [{ kind: 'set', path: tokens.path, value: most }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          modelParameters:
            maxModelLen: 2048
            maxNumSeqs: 2
            maxNumBatchedTokens: 16384
          #                      ^^^^^ batched-tokens-never-used
        `,
        fixed: `
          modelParameters:
            maxModelLen: 2048
            maxNumSeqs: 2
            maxNumBatchedTokens: 4096
        `,
      },
    ],
    good: [
      `
        modelParameters:
          maxModelLen: 2048
          maxNumSeqs: 8
          maxNumBatchedTokens: 16384
      `,
    ],
  },
};
