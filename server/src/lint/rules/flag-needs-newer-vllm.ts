import { isParameterPath } from '../../catalog/values-paths.ts';
import { tooNewArgument } from '../../catalog/vllm-arguments.ts';
import { blame, tell } from '../blame.ts';
import { printedFlags } from '../printed-flags.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';

export const flagNeedsNewerVllm: Rule = {
  id: 'flag-needs-newer-vllm',
  severity: 'error',
  summary: 'A parameter is a flag that this vLLM does not have yet.',
  why: 'Keys of modelParameters and items of extraArgs become arguments of vLLM. An argument that came after the version in the image ends the server at once: "unrecognized arguments: --async-scheduling".',
  sources: [vllmWheels],
  *check(subject) {
    const printed = printedFlags(subject);
    if (printed === undefined) return;
    const { version, flags } = printed;
    const { imageTag } = subject.config;
    for (const [flag, fact] of flags) {
      // An alias may be younger than its flag.
      const name = fact.argument?.name ?? flag;
      const since = tooNewArgument(name, version);
      const at = blame(fact, imageTag);
      if (since === undefined || at === undefined) continue;
      yield {
        at,
        on: isParameterPath(at.path) ? 'key' : 'value',
        message: `vLLM ${version.text} has no ${name.startsWith('-') ? name : `--${name}`} yet and stops with "unrecognized arguments". Use an image of ${since} or newer, or remove it.`,
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
          # inference-charts: chart=../inference-charts-0.2
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.9.1
          #          ^^^^^^ related flag-needs-newer-vllm
          modelParameters:
            maxModelLen: 8192
            kvCacheMemoryBytes: "8000000000"
          # ^^^^^^^^^^^^^^^^^^ flag-needs-newer-vllm
        `,
      },
      {
        text: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.8.5
          #          ^^^^^^ related flag-needs-newer-vllm
              extraArgs:
                - --async-scheduling
          #       ^^^^^^^^^^^^^^^^^^ flag-needs-newer-vllm
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
              tag: v0.19.1
        modelParameters:
          kvCacheMemoryBytes: "8000000000"
      `,
    ],
  },
};
