import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { parameterPath, paths } from '../../catalog/values-paths.ts';
import { flagName } from '../../catalog/vllm-arguments.ts';
import { foreignDialect } from '../dialect.ts';
import { meantFlag } from '../meant-flag.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';

export const flagMisspelt: Rule = {
  id: 'flag-misspelt',
  severity: 'error',
  summary: 'A parameter looks like a flag of vLLM, and is none.',
  why: 'Charts of generation 0.2 make a flag of every key of modelParameters. vLLM refuses a flag that it does not know: the container ends at once with "unrecognized arguments", and is started again and again.',
  sources: [vllmWheels],
  *check({ config, chart }) {
    const { generation, known, values } = config;
    if (generation !== '0.2' || !printsVllmFlags(known.framework)) return;
    if (foreignDialect(config, chart) !== undefined) return;
    const keys = values.keys(paths.modelParameters);
    const given = new Set(keys.map(flagName));
    for (const key of keys) {
      const at = values.at(parameterPath(key));
      const meant = meantFlag(flagName(key), given, known.vllm);
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

function keyOf(flag: string): string {
  return flag.replaceAll(/-([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}
