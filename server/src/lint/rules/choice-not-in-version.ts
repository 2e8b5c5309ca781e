import { sinceOf, untilOf } from '../../catalog/life-span.ts';
import {
  quantizationKnownIn,
  quantizationLife,
  quantizationsOf,
} from '../../catalog/quantization.ts';
import type { Version } from '../../catalog/versions.ts';
import { argumentKind, choiceLife, closedChoices } from '../../catalog/vllm-arguments.ts';
import { attentionBackendIn, attentionBackendsOf } from '../../catalog/vllm-attention.ts';
import { closest } from '../../schema/closest.ts';
import { blame, tell } from '../blame.ts';
import { printedFlags } from '../printed-flags.ts';
import type { Rule } from '../rule.ts';
import { setFlagFix } from '../set-flag-fix.ts';
import { vllmWheels } from '../sources.ts';

/** Has a rule of its own, which knows why. */
const elsewhere: ReadonlySet<string> = new Set(['max-lora-rank']);

export const choiceNotInVersion: Rule = {
  id: 'choice-not-in-version',
  severity: 'error',
  summary: 'A flag has a value that this vLLM does not take.',
  why: 'Many flags take one of a few words, and the list changes with the release: kvCacheDtype nvfp4 came with 0.20.0, quantization gguf went after 0.23.0. Anything else ends the server at once: "argument --kv-cache-dtype: invalid choice", or "Unknown quantization method".',
  sources: [vllmWheels],
  *check(subject) {
    const printed = printedFlags(subject);
    if (printed === undefined) return;
    const { version, flags } = printed;
    const { imageTag, known } = subject.config;
    for (const [flag, fact] of flags) {
      if (known.undecidedFlags.has(flag)) continue;
      const value = wordOf(fact.value);
      const choices = value === undefined ? undefined : choicesOf(flag, value, version);
      if (value === undefined || choices === undefined) continue;
      const at = blame(fact, imageTag);
      if (at === undefined) continue;
      const life = lifeOf(flag, value);
      const near = life === '' ? closest(value, choices)[0] : undefined;
      yield {
        at,
        message: `vLLM ${version.text} does not take ${value} for --${flag}${life}: it stops at start-up. ${near === undefined ? `It takes ${shown(choices)}.` : `Write ${near}.`}`,
        ...(imageTag &&
          at !== imageTag && {
            related: [{ at: imageTag, message: `The image tag is ${tell(imageTag)}.` }],
          }),
        ...(near !== undefined && at === fact && { fixes: setFlagFix(fact, near) }),
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
          #          ^^^^^^^ related choice-not-in-version
          modelParameters:
            kvCacheDtype: nvfp4
          #               ^^^^^ choice-not-in-version
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.33.0
          #          ^^^^^^^ related choice-not-in-version
              extraArgs:
                - --quantization=bitsandbytes
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^^^ choice-not-in-version
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
          #          ^^^^^^^ related choice-not-in-version
              extraArgs:
                - --kv-cache-dtype=fp8-e4m3
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^ choice-not-in-version
        `,
        fixed: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
              extraArgs:
                - "--kv-cache-dtype=fp8_e4m3"
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.20.0
        modelParameters:
          kvCacheDtype: nvfp4
          loadFormat: of_a_plugin
      `,
    ],
  },
};

/** What the version takes, when it surely refuses the value; undefined when it may take it. */
function choicesOf(flag: string, value: string, version: Version): readonly string[] | undefined {
  if (flag === 'quantization')
    return quantizationKnownIn(value, version) === false ? quantizationsOf(version) : undefined;
  if (flag === 'attention-backend')
    return attentionBackendIn(value.toUpperCase(), version) === false && value !== 'auto'
      ? attentionBackendsOf(version)
      : undefined;
  if (elsewhere.has(flag) || argumentKind(flag, version) === 'list') return undefined;
  const choices = closedChoices(flag, version);
  return choices?.includes(value) === false ? choices : undefined;
}

function lifeOf(flag: string, value: string): string {
  const life = flag === 'quantization' ? undefined : choiceLife(flag, value);
  const { since, until } =
    flag === 'quantization'
      ? quantizationLife(value)
      : { since: life && sinceOf(life), until: life && untilOf(life) };
  if (until !== undefined) return ` any more (${until} was the last to do so)`;
  return since === undefined ? '' : ` yet (it came with ${since})`;
}

function shown(choices: readonly string[]): string {
  return choices.length > 10 ? `${choices.slice(0, 10).join(', ')} and others` : choices.join(', ');
}

/** One word; text that a shell or a template turns into something else is not known. */
function wordOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value.toLowerCase() === 'none') return undefined;
  return /^[\w.-]+$/.test(value) ? value : undefined;
}
