import { isAtLeast } from '../../catalog/versions.ts';
import { blame } from '../blame.ts';
import { environmentVariable } from '../environment.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const engineChoiceWithoutEffect: Rule = {
  id: 'engine-choice-without-effect',
  severity: 'warning',
  summary: 'VLLM_USE_V1 asks for an engine that this vLLM no longer has.',
  why: 'vLLM removed its older engine in 0.11.0. VLLM_USE_V1=0 does not bring it back: what it was to avoid happens all the same, or the server stops at start-up. From 0.12.0 on the variable is unknown.',
  sources: [vllm('vllm/envs.py')],
  *check({ config: { known, values, imageTag, vllmVersion } }) {
    const chosen = environmentVariable(values, 'VLLM_USE_V1');
    const { vllm: version } = known;
    if (String(chosen?.value) !== '0' || version === undefined) return;
    const at = blame(chosen, vllmVersion, imageTag);
    if (at === undefined || !isAtLeast(version, '0.11.0')) return;
    yield {
      at,
      message: `VLLM_USE_V1 is 0, but vLLM ${version.text} has no older engine any more. Remove the variable, or use a vLLM before 0.11.0.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            modelServer:
              image:
                tag: v0.12.0
              env:
                - name: VLLM_USE_V1
                  value: "0"
          #              ^^^ engine-choice-without-effect
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              tag: v0.10.0
            env:
              - name: VLLM_USE_V1
                value: "0"
      `,
    ],
  },
};
