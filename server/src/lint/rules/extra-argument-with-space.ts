import { paths } from '../../catalog/values-paths.ts';
import type { Fact } from '../../model/merged-values.ts';
import type { Rule } from '../rule.ts';

const path = paths.extraArgs;

export const extraArgumentWithSpace: Rule = {
  id: 'extra-argument-with-space',
  severity: 'error',
  summary: 'A flag and its value stand in one item of extraArgs.',
  why: 'Each item of extraArgs is one argument of vllm serve; no shell splits it. "--tool-call-parser hermes" is then one long word that is no flag, and vLLM stops with "unrecognized arguments". With = between them it is one argument that vLLM reads as two.',
  sources: [
    {
      title: 'Kubernetes, Define a Command and Arguments for a Container',
      read: '2026-11-23',
      url: 'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/',
    },
  ],
  *check({ config: { values }, chart }) {
    // Other charts may join the items and hand them to a shell.
    if (!chart.habits.passesExtraArgsWhole) return;
    const list = values.at(path)?.value;
    if (!Array.isArray(list)) return;
    for (const index of list.keys()) {
      const at = values.at([...path, index]);
      const joined = at && joinedOf(at);
      if (at === undefined || joined === undefined) continue;
      yield {
        at,
        message: `${String(at.value)} is one argument to vLLM, which stops with "unrecognized arguments". Write ${joined}.`,
        fixes: [
          {
            title: `Write ${joined}`,
            isSafe: true,
            edits: [{ kind: 'set', path: at.path, value: joined }],
          },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              extraArgs:
                - --enable-auto-tool-choice
                - --tool-call-parser hermes
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^ extra-argument-with-space
        `,
        fixed: `
          # inference-charts: chart=../inference-charts
          inference:
            modelServer:
              extraArgs:
                - --enable-auto-tool-choice
                - "--tool-call-parser=hermes"
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts
        inference:
          modelServer:
            extraArgs:
              - --tool-call-parser=hermes
              - --chat-template
              - "{{ messages }} and more"
              - --served-model-name=a name
      `,
    ],
  },
};

/** `--flag value` with an equals sign; undefined for what is no flag with a value of one word. */
function joinedOf({ value }: Fact): string | undefined {
  const [, flag, rest] = /^(--[A-Za-z][\w-]*) +([^\s=]\S*)$/.exec(String(value)) ?? [];
  return flag === undefined || rest === undefined ? undefined : `${flag}=${rest}`;
}
