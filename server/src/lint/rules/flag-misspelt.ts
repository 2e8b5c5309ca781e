import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { parameterPath, paths } from '../../catalog/values-paths.ts';
import { flagName, knownFlags } from '../../catalog/vllm-arguments.ts';
import { closest } from '../../schema/closest.ts';
import { foreignDialect } from '../dialect.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const flagMisspelt: Rule = {
  id: 'flag-misspelt',
  severity: 'error',
  summary: 'A parameter looks like a flag of vLLM, and is none.',
  why: 'Charts of generation 0.2 make a flag of every key of modelParameters. vLLM refuses a flag that it does not know: the container ends at once with "unrecognized arguments", and is started again and again.',
  sources: [vllm('vllm/engine/arg_utils.py')],
  *check({ config, chart }) {
    const { generation, known, values } = config;
    if (generation !== '0.2' || !printsVllmFlags(known.framework)) return;
    if (foreignDialect(config, chart) !== undefined) return;
    const keys = values.keys(paths.modelParameters);
    const given = new Set(keys.map(flagName));
    for (const key of keys) {
      const at = values.at(parameterPath(key));
      const meant = meantBy(flagName(key), given);
      if (at === undefined || meant === undefined) continue;
      const name = keyOf(meant);
      yield {
        at,
        on: 'key',
        message: `${key} becomes --${flagName(key)}, which vLLM does not have: the server stops with "unrecognized arguments". --${meant} is ${name}.`,
        fixes: [
          {
            title: `Rename ${key} to ${name}`,
            isSafe: false,
            edits: [{ kind: 'rename', path: at.path, key: name }],
          },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: vllm
          modelParameters:
            maxModelLength: 8192
          # ^^^^^^^^^^^^^^ flag-misspelt
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: vllm
          modelParameters:
            maxModelLen: 8192
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: vllm
        modelParameters:
          maxModelLen: 8192
          noEnablePrefixCaching: ""
          someFlagOfTomorrow: 1
          maxNumSeq: 16
      `,
    ],
  },
};

/**
 * A known flag that is one slip away. A newer vLLM may have flags that we have not read, so a name
 * that is merely near to a known one is taken for such.
 */
function meantBy(flag: string, given: ReadonlySet<string>): string | undefined {
  const positive = flag.replace(/^no-/, '');
  if (knownFlags.has(flag) || knownFlags.has(positive) || !/^[a-z0-9-]+$/.test(flag))
    return undefined;
  const alike = closest(flag, [...knownFlags]).filter((known) => !given.has(known));
  const [meant, ...others] = alike.filter((known) => isOneSlipAway(flag, known));
  return others.length === 0 ? meant : undefined;
}

/**
 * One word written out, as in max-model-length. A flag cut short is left alone: Python's argparse
 * takes unique beginnings unless it is told not to.
 */
function isOneSlipAway(flag: string, known: string): boolean {
  if (known.startsWith(flag)) return false;
  const words = flag.split('-');
  const knownWords = known.split('-');
  if (words.length !== knownWords.length) return false;
  const differing = words.filter((word, at) => word !== knownWords[at]);
  const [word = ''] = differing;
  const meant = knownWords[words.indexOf(word)] ?? '';
  return differing.length === 1 && meant.length >= 3 && word.startsWith(meant.replace(/s$/, ''));
}

function keyOf(flag: string): string {
  return flag.replaceAll(/-([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}
