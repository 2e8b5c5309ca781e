import type { InferenceConfig } from '../../model/inference-config.ts';
import { isAtLeast, type Version } from '../../catalog/versions.ts';
import { removedEngineArgument } from '../../catalog/vllm-arguments.ts';
import { newestVllm } from '../../catalog/vllm-releases.ts';
import { foreignDialect } from '../dialect.ts';
import { blame } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';

export const scriptNeedsOlderVllm: Rule = {
  id: 'script-needs-older-vllm',
  severity: 'error',
  summary: "The chart's script passes an argument that this vLLM no longer has.",
  why: 'Scripts of published charts hand tokenizer_pool_size to AsyncEngineArgs, which vLLM dropped in 0.10.0. With a newer vLLM the Serve replica ends in "TypeError: unexpected keyword argument" and is started again and again. From vLLM 0.15.0 on it ends earlier, at "No module named \'vllm.entrypoints.openai.serving_models\'".',
  sources: [
    vllm('vllm/engine/arg_utils.py'),
    {
      title: 'AI on EKS inference chart, script of ray-vllm',
      read: '0.1.0 and 0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config, chart }) {
    const { framework, imageTag, isRay, vllmVersion } = config;
    const { script } = chart.habits;
    // In charts of generation 0.1 the script starts vLLM without Ray, too.
    if (script === undefined || !(isRay || chart.generation === '0.1')) return;
    if (foreignDialect(config, chart) !== undefined) return;
    const version = versionOf(config);
    const at = blame(vllmVersion, imageTag, framework);
    if (at === undefined || version === undefined) return;
    for (const name of script.engineArguments) {
      const removed = removedEngineArgument(name, version);
      if (removed === undefined) continue;
      yield {
        at,
        message: `vLLM ${version.text} has no engine argument ${name} any more, and the script of chart ${chart.version} passes it: ${isRay ? 'the replica' : 'the server'} ${isAtLeast(version, '0.15.0') ? 'ends at its start' : 'ends in a TypeError'}. Use a vLLM before ${removed.removedBy}, or a chart with a newer script.`,
      };
      return;
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.10.0"
          #                ^^^^^^^^ script-needs-older-vllm
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: ray-vllm
          modelServer:
            vllmVersion: "0.9.2"
      `,
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: vllm
          modelServer:
            image:
              repository: vllm/vllm-openai
              tag: v0.19.1
      `,
    ],
  },
};

/** What runs; `latest` is newer than anything that was read. */
function versionOf({ accelerator, imageTag, isRay, known }: InferenceConfig): Version | undefined {
  if (known.vllm !== undefined || isRay || accelerator?.value !== 'gpu') return known.vllm;
  const isLatest = known.image.serves === 'vllm' && imageTag?.value === 'latest';
  return isLatest ? { ...newestVllm, text: 'latest' } : undefined;
}
