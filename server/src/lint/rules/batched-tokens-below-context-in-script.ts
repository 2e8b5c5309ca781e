import { parameterPath } from '../../catalog/values-paths.ts';
import { isAtLeast } from '../../catalog/versions.ts';
import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { scriptParameters } from '../script-parameters.ts';
import { publishedChart, vllm } from '../sources.ts';

export const batchedTokensBelowContextInScript: Rule = {
  id: 'batched-tokens-below-context-in-script',
  severity: 'warning',
  summary:
    "The chart's script turns chunked prefill off, and a whole prompt does not fit into a step.",
  why: 'Without chunked prefill the older engine of vLLM demands max_num_batched_tokens of at least max_model_len and stops with "max_num_batched_tokens (8192) is smaller than max_model_len (16384)". vLLM before 0.11 may take that engine in a Serve replica, because Ray starts it outside of the main thread.',
  sources: [vllm('vllm/config/scheduler.py'), publishedChart],
  *check({ config, chart }) {
    const { maxModelLen: length, maxNumBatchedTokens: tokens, isRay, known } = config;
    if (!isRay || !chart.faults.turnsChunkedPrefillOff || length === undefined) return;
    if (known.vllm === undefined || isAtLeast(known.vllm, '0.11.0')) return;
    if (scriptParameters(config, chart).length === 0) return;
    // What the script of the published charts takes when the values are silent.
    const most = tokens?.value ?? 8192;
    const at = blame(length, tokens);
    if (at === undefined || length.value <= most) return;
    yield {
      at,
      message: `maxModelLen is ${tell(length)}, but maxNumBatchedTokens is ${tokens === undefined ? '8192 (the default of the script)' : tell(tokens)}, and the chart's script turns chunked prefill off: vLLM may refuse to start. Set maxNumBatchedTokens to ${length.value}.`,
      fixes: [
        {
          title: `Set maxNumBatchedTokens to ${length.value}`,
          isSafe: false,
          edits: [{ kind: 'set', path: parameterPath('maxNumBatchedTokens'), value: length.value }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.1
          inference:
            framework: rayVllm
          #            ^^^^^^^ head-service-named
            modelServer:
              vllmVersion: "0.9.1"
          #                ^^^^^^^ vllm-installed-without-pins
          modelParameters:
            maxModelLen: 16384
          #              ^^^^^ batched-tokens-below-context-in-script
        `,
        fixed: `
          # inference-charts: chart=../generation-0.1
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: "0.9.1"
          modelParameters:
            maxModelLen: 16384
            maxNumBatchedTokens: 16384
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.1
        inference:
          framework: vllm
        modelParameters:
          maxModelLen: 16384
      `,
    ],
  },
};
