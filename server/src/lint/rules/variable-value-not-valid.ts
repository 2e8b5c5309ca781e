import {
  variableChoices,
  variableIgnoresCase,
  variableKind,
} from '../../catalog/vllm-environment.ts';
import type { Version } from '../../catalog/versions.ts';
import { closest } from '../../schema/closest.ts';
import { blame, tell } from '../blame.ts';
import { environmentVariables } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';

export const variableValueNotValid: Rule = {
  id: 'variable-value-not-valid',
  severity: 'error',
  summary: 'An environment variable of vLLM has a value that this version refuses.',
  why: 'Some variables take one of a few words, which change with the release, or a number. Anything else ends vLLM when it reads the variable: "ValueError: Invalid value \'TRITON_ATTN_VLLM_V1\' for VLLM_ATTENTION_BACKEND", or "invalid literal for int()".',
  sources: [vllmWheels],
  *check({ config: { accelerator, imageTag, known, values } }) {
    const version = known.vllm;
    if (version === undefined || accelerator?.value !== 'gpu') return;
    if (known.framework?.servesVllm !== true) return;
    for (const [name, fact] of environmentVariables(values)) {
      const text = textOf(fact.value);
      const refusal = text === undefined ? undefined : refusalOf(name, text, version);
      const at = blame(fact, imageTag);
      if (refusal === undefined || at === undefined) continue;
      const { expected, near } = refusal;
      yield {
        at,
        message: `${name} is ${JSON.stringify(text)}, and vLLM ${version.text} takes ${expected}: it stops with a ValueError. ${near === undefined ? 'Use one of those, or remove the variable.' : `Write ${near}.`}`,
        ...(imageTag &&
          at !== imageTag && {
            related: [{ at: imageTag, message: `The image tag is ${tell(imageTag)}.` }],
          }),
        ...(near !== undefined &&
          at === fact && {
            fixes: [
              {
                title: `Write ${near}`,
                isSafe: false,
                edits: [{ kind: 'set' as const, path: fact.path, value: near }],
              },
            ],
          }),
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.11.2
          #          ^^^^^^^ related variable-value-not-valid
              env:
                - name: VLLM_ATTENTION_BACKEND
                  value: TRITON_ATTN_VLLM_V1
          #              ^^^^^^^^^^^^^^^^^^^ variable-value-not-valid
        `,
        fixed: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.11.2
              env:
                - name: VLLM_ATTENTION_BACKEND
                  value: TRITON_ATTN
        `,
      },
      {
        text: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
          #          ^^^^^^^ related variable-value-not-valid
              env:
                - name: VLLM_IMAGE_FETCH_TIMEOUT
                  value: 5s
          #              ^^ variable-value-not-valid
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.11.2
            env:
              - name: VLLM_ATTENTION_BACKEND
                value: TRITON_ATTN
              - name: VLLM_IMAGE_FETCH_TIMEOUT
                value: "30"
              - name: VLLM_WORKER_MULTIPROC_METHOD
                value: spawn
      `,
    ],
  },
};

interface Refusal {
  /** What the version takes, as a phrase. */
  readonly expected: string;
  /** The value that was probably meant. */
  readonly near?: string;
}

function refusalOf(name: string, text: string, version: Version): Refusal | undefined {
  const choices = variableChoices(name, version);
  if (choices !== undefined)
    return choiceRefusal(text, choices, variableIgnoresCase(name, version));
  if (!name.startsWith('VLLM_')) return undefined;
  switch (variableKind(name, version)) {
    case 'switch':
      if (/^\s*[+-]?\d+\s*$/.test(text)) return undefined;
      return {
        expected: '0 or 1',
        ...(/^(true|false)$/i.test(text) && { near: /^true$/i.test(text) ? '1' : '0' }),
      };
    case 'integer':
      return /^\s*[+-]?\d[\d_]*\s*$/.test(text) ? undefined : { expected: 'a whole number' };
    case 'number':
      return Number.isNaN(Number(text)) && !/^[+-]?(inf|infinity|nan)$/i.test(text)
        ? { expected: 'a number' }
        : undefined;
    case 'text':
    case 'choice':
    case 'choices':
    case undefined:
      return undefined;
  }
}

function choiceRefusal(
  text: string,
  choices: readonly string[],
  ignoresCase: boolean,
): Refusal | undefined {
  const fold = (word: string) => (ignoresCase ? word.toLowerCase() : word);
  if (choices.some((choice) => fold(choice) === fold(text))) return undefined;
  // Back ends lost the suffix that told the two engines apart.
  const shorter = choices.find((choice) => choice === text.replace(/_VLLM_V1$/, ''));
  const near = shorter ?? closest(text, choices)[0];
  const shown =
    choices.length > 8 ? `${choices.slice(0, 8).join(', ')} and others` : choices.join(', ');
  return { expected: shown, ...(near !== undefined && { near }) };
}

/** Values from elsewhere and templates are not known; an empty text counts as unset, or nearly so. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '' || /\{\{|\$\(|\$\{/.test(value)) return undefined;
  return value;
}
