import { isParameterPath } from '../../catalog/values-paths.ts';
import { findArgument, flagsOf, isFlagIn, knownFlags } from '../../catalog/vllm-arguments.ts';
import { newestVllm, vllmReleases } from '../../catalog/vllm-releases.ts';
import { closest } from '../../schema/closest.ts';
import { blame, tell } from '../blame.ts';
import { meantVllmFlag } from '../flag-slip.ts';
import { printedFlags } from '../printed-flags.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';

/** Parsed by other parts of the command, or never a flag in this chart; other rules speak of some. */
const elsewhere: ReadonlySet<string> = new Set(['help', 'version', 'num-gpus']);

export const flagUnknownToVllm: Rule = {
  id: 'flag-unknown-to-vllm',
  severity: 'error',
  summary: 'A flag is given that no release of vLLM has.',
  why: 'Charts of generation 0.2 make a flag of every key of modelParameters, and items of extraArgs are arguments in every chart. vLLM refuses a flag that it does not know: the container ends at once with "unrecognized arguments", and is started again and again.',
  sources: [vllmWheels],
  *check(subject) {
    const printed = printedFlags(subject);
    if (printed === undefined) return;
    const { version, flags } = printed;
    const { generation, imageTag } = subject.config;
    for (const [flag, fact] of flags) {
      const isParameter = isParameterPath(fact.path);
      // Charts of generation 0.1 print only the parameters that they know.
      if (isParameter && generation !== '0.2') continue;
      if (!/^[a-z][a-z0-9-]*$/.test(flag) || elsewhere.has(flag)) continue;
      if (findArgument(flag) !== undefined || isFlagIn(flag, version) !== false) continue;
      if (
        isShortened(flag) ||
        meantVllmFlag(flag, flagsOf(version), new Set(flags.keys())) !== undefined
      )
        continue;
      const at = blame(fact, imageTag);
      if (at === undefined) continue;
      const [near] = closest(flag, [...knownFlags]);
      yield {
        at,
        ...(isParameter && { on: 'key' as const }),
        message: `vLLM has no --${flag}, in no release from ${vllmReleases[0]?.text ?? ''} to ${newestVllm.text}: the server stops with "unrecognized arguments". ${near === undefined ? 'Remove it.' : `The nearest name is --${near}.`}`,
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
          #          ^^^^^^^ related flag-unknown-to-vllm
              extraArgs:
                - --served-by=platform-team
          #       ^^^^^^^^^^^^^^^^^^^^^^^^^ flag-unknown-to-vllm
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v99.0.0
            extraArgs:
              - --flag-of-tomorrow
      `,
      `
        inference:
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.19.1
            extraArgs:
              - --max-model=8192
              - --no-enable-prefix-caching
              - --compilation-config.level=3
      `,
    ],
  },
};

/** The beginning of a flag: Python's argparse takes it when there is only one such flag. */
function isShortened(flag: string): boolean {
  return [...knownFlags].some((known) => known.startsWith(flag) || `no-${known}`.startsWith(flag));
}
