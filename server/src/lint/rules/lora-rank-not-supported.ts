import { asNumber } from '../../model/inference-config.ts';
import { tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

const ranks = [1, 8, 16, 32, 64, 128, 256, 320, 512];

export const loraRankNotSupported: Rule = {
  id: 'lora-rank-not-supported',
  severity: 'error',
  summary: 'maxLoraRank is not one of the ranks that vLLM has kernels for.',
  why: 'vLLM sizes its LoRA buffers for certain ranks and refuses others at start-up: "max_lora_rank (48) must be one of …". An adapter of a smaller rank fits into the next larger one.',
  sources: [vllm('vllm/config/lora.py')],
  *check({ config: { flags, known } }) {
    if (known.undecidedFlags.has('max-lora-rank')) return;
    const rank = asNumber(flags.get('max-lora-rank'));
    if (rank === undefined || ranks.includes(rank.value)) return;
    const next = ranks.find((candidate) => candidate > rank.value);
    yield {
      at: rank,
      message: `maxLoraRank is ${tell(rank)}, but vLLM takes ${ranks.join(', ')} and refuses to start with another.${next === undefined ? '' : ` Set it to ${next}: smaller adapters fit.`}`,
      ...(next !== undefined && {
        fixes: [
          {
            title: `Set maxLoraRank to ${next}`,
            isSafe: false,
            edits: [{ kind: 'set', path: rank.path, value: next }],
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
          modelParameters:
            enableLora: true
            maxLoraRank: 48
          #              ^^ lora-rank-not-supported
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          modelParameters:
            enableLora: true
            maxLoraRank: 64
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        modelParameters:
          enableLora: true
          maxLoraRank: 64
      `,
    ],
  },
};
