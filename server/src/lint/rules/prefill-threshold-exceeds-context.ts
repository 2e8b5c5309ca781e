import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';
import { numberFlag } from '../vllm-flag.ts';

export const prefillThresholdExceedsContext: Rule = {
  id: 'prefill-threshold-exceeds-context',
  severity: 'warning',
  summary: 'long-prefill-token-threshold is larger than the context.',
  why: 'The threshold says from how many tokens on a prompt counts as long. No prompt is longer than maxModelLen, so a larger threshold never applies; with several partial prefills vLLM refuses it: "long_prefill_token_threshold … cannot be greater than the max_model_len".',
  sources: [vllm('vllm/config/scheduler.py')],
  *check(subject) {
    const { maxModelLen: length } = subject.config;
    const threshold = numberFlag(subject, 'long-prefill-token-threshold');
    const at = blame(threshold, length);
    if (threshold === undefined || length === undefined || at === undefined) return;
    if (threshold.value <= length.value) return;
    yield {
      at,
      message: `long-prefill-token-threshold is ${tell(threshold)}, but no prompt is longer than maxModelLen, ${tell(length)}: it never applies, or vLLM refuses it. Lower it.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
          modelParameters:
            maxModelLen: 4096
            longPrefillTokenThreshold: 8192
          #                            ^^^^ prefill-threshold-exceeds-context
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: vllm
        modelParameters:
          maxModelLen: 16384
          longPrefillTokenThreshold: 8192
      `,
    ],
  },
};
