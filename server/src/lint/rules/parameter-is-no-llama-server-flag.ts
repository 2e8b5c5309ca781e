import { llamaServerFlags } from '../../catalog/llama-server.ts';
import { knownFlags } from '../../catalog/vllm-arguments.ts';
import type { Fact } from '../../model/merged-values.ts';
import { llamaServerParameters } from '../llama-server-parameters.ts';
import type { Fix, Rule } from '../rule.ts';
import { llamaCppArguments, vllm } from '../sources.ts';

export const parameterIsNoLlamaServerFlag: Rule = {
  id: 'parameter-is-no-llama-server-flag',
  severity: 'error',
  summary: 'A parameter of vLLM becomes a flag that llama-server does not have.',
  why: 'Under framework llama-cpp every key of modelParameters becomes a flag of llama-server, whose names differ from those of vLLM. It ends at once on a flag that it does not have ("error: invalid argument: --max-model-len"), and the container is started again and again.',
  sources: [llamaCppArguments, vllm('vllm/engine/arg_utils.py')],
  *check(subject) {
    const parameters = llamaServerParameters(subject);
    const given = new Set(parameters.map(({ flag }) => flag));
    for (const { key, flag, fact } of parameters) {
      if (isFlagOf(llamaServerFlags, flag) || !isVllms(flag)) continue;
      const same = counterparts[flag];
      const instead = same !== undefined && !given.has(same.flag) ? same : undefined;
      yield {
        at: fact,
        on: 'key',
        message: `--${flag} is a flag of vLLM, and llama-server has none of that name: it stops with "error: invalid argument: --${flag}". ${instead ? `There ${instead.what} is ${instead.key}.` : 'Remove it.'}`,
        fixes: [instead ? rename(fact, instead.key) : remove(fact, key)],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            maxModelLen: 8192
          # ^^^^^^^^^^^ parameter-is-no-llama-server-flag
            gpuMemoryUtilization: 0.9
          # ^^^^^^^^^^^^^^^^^^^^ parameter-is-no-llama-server-flag
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            accelerator: graviton
            framework: llama-cpp
          modelParameters:
            ctxSize: 8192
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          accelerator: graviton
          framework: llama-cpp
        modelParameters:
          ctxSize: 8192
          parallel: 4
          seed: 7
      `,
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: vllm
        modelParameters:
          maxModelLen: 8192
      `,
    ],
  },
};

/** What llama-server calls the same, where it has the same. */
const counterparts: Readonly<
  Record<string, { readonly flag: string; readonly key: string; readonly what: string }>
> = {
  'max-model-len': { flag: 'ctx-size', key: 'ctxSize', what: 'the length of the context' },
  'max-num-seqs': { flag: 'parallel', key: 'parallel', what: 'the number of requests at a time' },
  'served-model-name': { flag: 'alias', key: 'alias', what: 'the name of the model for clients' },
};

/** numGpus is a parameter of the older chart, which no server has. */
function isVllms(flag: string): boolean {
  return isFlagOf(knownFlags, flag) || flag === 'num-gpus';
}

function isFlagOf(flags: ReadonlySet<string>, flag: string): boolean {
  return flags.has(flag) || flags.has(flag.replace(/^no-/, ''));
}

function rename({ path }: Fact, key: string): Fix {
  return {
    title: `Rename ${String(path.at(-1))} to ${key}`,
    isSafe: false,
    edits: [{ kind: 'rename', path, key }],
  };
}

function remove({ path }: Fact, key: string): Fix {
  return { title: `Remove ${key}`, isSafe: false, edits: [{ kind: 'remove', path }] };
}
