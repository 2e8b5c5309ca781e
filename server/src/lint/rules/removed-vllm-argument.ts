import { flagName, removedArgument } from '../../catalog/vllm-arguments.ts';
import { tell } from '../blame.ts';
import type { Rule } from '../rule.ts';

/** Keys that charts of generation 0.1 do not hand on as flags. */
const notFlags: ReadonlySet<string> = new Set(['tokenizerPoolSize', 'maxParallelLoadingWorkers']);

export const removedVllmArgument: Rule = {
  id: 'removed-vllm-argument',
  severity: 'error',
  summary: 'A model parameter is a flag that this vLLM no longer has.',
  why: 'Keys of modelParameters become arguments of vLLM. An argument that the version in the image has dropped ends the server at once: "unrecognized arguments: --swap-space".',
  sources: [
    {
      title: 'vLLM, history of vllm/engine/arg_utils.py',
      read: 'up to 017e9f4448 (2026-08-17)',
      url: 'https://github.com/vllm-project/vllm/commits/main/vllm/engine/arg_utils.py',
    },
  ],
  *check({ config: { accelerator, framework, generation, imageTag, known, values } }) {
    if (known.vllm === undefined || accelerator?.value !== 'gpu') return;
    if (
      framework?.value !== 'vllm' &&
      framework?.value !== 'aibrix' &&
      framework?.value !== 'lws-vllm'
    )
      return;
    for (const key of values.keys(['modelParameters'])) {
      if (generation !== '0.2' && notFlags.has(key)) continue;
      const removed = removedArgument(key, known.vllm);
      const at = removed && values.at(['modelParameters', key]);
      if (removed === undefined || at === undefined) continue;
      yield {
        at,
        on: 'key',
        message: `vLLM ${known.vllm.text} has no --${flagName(key)} any more and stops with "unrecognized arguments".${removed.replacement === undefined ? ' Remove the key.' : ` Use ${removed.replacement} instead.`}`,
        ...(imageTag && {
          related: [{ at: imageTag, message: `The image tag is ${tell(imageTag)}.` }],
        }),
        ...(removed.replacement === undefined && {
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
