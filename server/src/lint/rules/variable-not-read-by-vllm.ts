import {
  flagInsteadOf,
  variableReadBy,
  variableSince,
  variableUntil,
} from '../../catalog/vllm-environment.ts';
import { blame, tell } from '../blame.ts';
import { environmentVariables } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';

/** Has a rule of its own, which knows what the choice means. */
const engineChoice = 'VLLM_USE_V1';

export const variableNotReadByVllm: Rule = {
  id: 'variable-not-read-by-vllm',
  severity: 'warning',
  summary: 'An environment variable of vLLM is set that this version does not read.',
  why: 'vLLM renames and drops its environment variables from release to release, and passes over those that it does not know, newer ones with a line in the log. What the variable was to do does not happen.',
  sources: [vllmWheels],
  *check({ config: { accelerator, imageTag, known, values } }) {
    const version = known.vllm;
    if (version === undefined || accelerator?.value !== 'gpu') return;
    if (known.framework?.servesVllm !== true) return;
    for (const [name, fact] of environmentVariables(values)) {
      if (!name.startsWith('VLLM_') || name === engineChoice) continue;
      const [since, until] = [variableSince(name), variableUntil(name)];
      if (since === undefined && until === undefined) continue;
      if (variableReadBy(name, version) !== false) continue;
      const at = blame(fact, imageTag);
      if (at === undefined) continue;
      const isGone = until !== undefined;
      const flag = isGone ? flagInsteadOf(name) : undefined;
      yield {
        at,
        message: `${name} has no effect: vLLM ${version.text} does not read it ${isGone ? `any more, ${until} was the last to do so` : `yet, it came with ${since ?? ''}`}. ${flag === undefined ? 'Remove it.' : `Use --${flag} instead.`}`,
        ...(imageTag &&
          at !== imageTag && {
            related: [{ at: imageTag, message: `The image tag is ${tell(imageTag)}.` }],
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
                tag: v0.19.1
          #          ^^^^^^^ related variable-not-read-by-vllm
              env:
                - name: VLLM_ATTENTION_BACKEND
                  value: FLASH_ATTN
          #              ^^^^^^^^^^ variable-not-read-by-vllm
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.19.1
            env:
              - name: VLLM_OF_OUR_OWN
                value: "1"
              - name: VLLM_LOGGING_LEVEL
                value: DEBUG
      `,
      `
        inference:
          modelServer:
            env:
              - name: VLLM_ATTENTION_BACKEND
                value: FLASH_ATTN
      `,
    ],
  },
};
