import { printsVllmFlags } from '../../catalog/frameworks.ts';
import { isParameterPath } from '../../catalog/values-paths.ts';
import { removedArgument } from '../../catalog/vllm-arguments.ts';
import { tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllmWheels } from '../sources.ts';

/** Keys that charts of generation 0.1 do not hand on as flags. */
const notFlags: ReadonlySet<string> = new Set(['tokenizerPoolSize', 'maxParallelLoadingWorkers']);

export const removedVllmArgument: Rule = {
  id: 'removed-vllm-argument',
  severity: 'error',
  summary: 'A model parameter is a flag that this vLLM no longer has.',
  why: 'Keys of modelParameters become arguments of vLLM, and items of extraArgs are arguments. An argument that the version in the image has dropped ends the server at once: "unrecognized arguments: --swap-space".',
  sources: [vllmWheels],
  *check({ config: { accelerator, flags, generation, imageTag, known } }) {
    if (known.vllm === undefined || !accelerator || accelerator.value === 'neuron') return;
    if (!printsVllmFlags(known.framework)) return;
    for (const [flag, at] of flags) {
      const key = String(at.path.at(-1));
      const isParameter = isParameterPath(at.path);
      if (isParameter && generation !== '0.2' && notFlags.has(key)) continue;
      const removed = removedArgument(flag, known.vllm);
      if (removed === undefined) continue;
      yield {
        at,
        on: isParameter ? 'key' : 'value',
        message: `vLLM ${known.vllm.text} has no --${flag} any more and stops with "unrecognized arguments".${removed.replacement === undefined ? ' Remove it.' : ` Use ${removed.replacement} instead.`}`,
        ...(imageTag && {
          related: [{ at: imageTag, message: `The image tag is ${tell(imageTag)}.` }],
        }),
        ...(isParameter &&
          removed.replacement === undefined && {
            fixes: [
              { title: `Remove ${key}`, isSafe: false, edits: [{ kind: 'remove', path: at.path }] },
            ],
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
                tag: v0.11.0
          #          ^^^^^^^ related removed-vllm-argument
          modelParameters:
            maxModelLen: 8192
            tokenizerPoolSize: 4
          # ^^^^^^^^^^^^^^^^^ removed-vllm-argument
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.11.0
          modelParameters:
            maxModelLen: 8192
        `,
      },
      {
        text: `
          inference:
            modelServer:
              image:
                repository: vllm/vllm-openai
                tag: v0.19.1
          #          ^^^^^^^ related removed-vllm-argument
              extraArgs:
                - --swap-space=4
          #       ^^^^^^^^^^^^^^ removed-vllm-argument
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
              tag: v0.9.2
        modelParameters:
          tokenizerPoolSize: 4
      `,
    ],
  },
};
