import { llamaServerFlags, llamaServerKey } from '../../catalog/llama-server.ts';
import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { parameterPath, paths } from '../../catalog/values-paths.ts';
import { findArgument, flagName, flagsOf } from '../../catalog/vllm-arguments.ts';
import { foreignDialect } from '../dialect.ts';
import { meantLlamaServerFlag, meantVllmFlag } from '../flag-slip.ts';
import { llamaServerParameters } from '../llama-server-parameters.ts';
import type { Fact } from '../../model/merged-values.ts';
import type { Finding, Fix, Rule, Subject } from '../rule.ts';
import { llamaCppArguments, vllmWheels } from '../sources.ts';

export const flagMisspelt: Rule = {
  id: 'flag-misspelt',
  severity: 'error',
  summary: 'A parameter looks like a flag of the server, and is none.',
  why: 'Charts of generation 0.2 make a flag of every key of modelParameters. vLLM refuses a flag that it does not know: the container ends at once with "unrecognized arguments", and is started again and again. Under framework llama-cpp the server is llama-server, which says "error: invalid argument".',
  sources: [vllmWheels, llamaCppArguments],
  *check(subject) {
    yield* slipsForVllm(subject);
    yield* slipsForLlamaServer(subject);
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
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            ctxsize: 8192
          # ^^^^^^^ flag-misspelt
            thread: 8
          # ^^^^^^ flag-misspelt
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            ctxSize: 8192
            threads: 8
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
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: graviton
          framework: llama-cpp
        modelParameters:
          ctxSize: 8192
          topNSigma: 1
          noCacheIdleSlots: true
          someFlagOfTomorrow: 1
      `,
    ],
  },
};

function* slipsForVllm({ config, chart }: Subject): Iterable<Finding> {
  const { generation, known, values } = config;
  if (generation !== '0.2' || !printsVllmFlags(known.framework)) return;
  if (foreignDialect(config, chart) !== undefined) return;
  const keys = values.keys(paths.modelParameters);
  const given = new Set(keys.map(flagName));
  for (const key of keys) {
    const at = values.at(parameterPath(key));
    if (findArgument(key) !== undefined) continue;
    const meant = meantVllmFlag(flagName(key), flagsOf(known.vllm), given);
    if (at === undefined || meant === undefined) continue;
    const name = keyOf(meant);
    yield {
      at,
      on: 'key',
      message: `${key} becomes --${flagName(key)}, which vLLM does not have: the server stops with "unrecognized arguments". --${meant} is ${name}.`,
      fixes: [rename(at, name)],
    };
  }
}

function* slipsForLlamaServer(subject: Subject): Iterable<Finding> {
  const parameters = llamaServerParameters(subject);
  const given = new Set(parameters.map(({ flag }) => flag));
  for (const { key, flag, fact } of parameters) {
    const meant = meantLlamaServerFlag(flag, llamaServerFlags, given);
    const name = meant && llamaServerKey(meant);
    if (meant === undefined || name === undefined) continue;
    yield {
      at: fact,
      on: 'key',
      message: `${key} becomes --${flag}, which llama-server does not have: the server stops with "error: invalid argument". --${meant} is ${name}.`,
      fixes: [rename(fact, name)],
    };
  }
}

function rename({ path }: Fact, key: string): Fix {
  return {
    title: `Rename ${String(path.at(-1))} to ${key}`,
    isSafe: false,
    edits: [{ kind: 'rename', path, key }],
  };
}

function keyOf(flag: string): string {
  return flag.replaceAll(/-([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}
