import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';
import { vllmFlag } from '../vllm-flag.ts';

/** Flags that take JSON, or a word, or a file: only what begins like JSON is judged. */
const flags = [
  'additional-config',
  'attention-config',
  'compilation-config',
  'eplb-config',
  'hf-overrides',
  'kv-events-config',
  'kv-transfer-config',
  'limit-mm-per-prompt',
  'mm-processor-kwargs',
  'model-loader-extra-config',
  'override-generation-config',
  'override-neuron-config',
  'pooler-config',
  'profiler-config',
  'rope-scaling',
  'speculative-config',
  'structured-outputs-config',
];

export const jsonArgumentNotValid: Rule = {
  id: 'json-argument-not-valid',
  severity: 'error',
  summary: 'A parameter that takes JSON is no JSON.',
  why: 'vLLM reads these flags with a JSON parser. Single quotes around names, a comma at the end, True in place of true: it stops at start-up with "cannot be converted to <function loads>" or "Value … cannot be parsed".',
  sources: [vllm('vllm/engine/arg_utils.py')],
  *check(subject) {
    // A shell in between reads the text before vLLM does, and may have to be written around.
    if (subject.chart.faults.splitsFlagsByShell) return;
    for (const flag of flags) {
      const at = vllmFlag(subject, flag);
      if (typeof at?.value !== 'string' || !/^\s*\{/.test(at.value)) continue;
      if (at.value.includes('{{')) continue;
      const fault = faultOf(at.value);
      if (fault === undefined) continue;
      yield {
        at,
        message: `--${flag} takes JSON, and this is none: ${fault}. vLLM stops at start-up.`,
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
          modelParameters:
            speculativeConfig: "{'method': 'ngram', 'num_speculative_tokens': 4}"
          #                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ json-argument-not-valid
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: vllm
        modelParameters:
          speculativeConfig: '{"method": "ngram", "num_speculative_tokens": 4}'
          limitMmPerPrompt: image=2
      `,
    ],
  },
};

function faultOf(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    if (/'\s*[:,}\]]/.test(text)) return 'names and texts stand in double quotes';
    if (/,\s*[}\]]/.test(text)) return 'no comma may stand before a closing bracket';
    if (/\b(True|False|None)\b/.test(text)) return 'JSON writes true, false and null';
    return 'brackets, quotes or commas are wrong';
  }
}
