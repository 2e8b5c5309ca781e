import { isParameterPath } from '../../catalog/values-paths.ts';
import { isAtLeast } from '../../catalog/versions.ts';
import type { Rule } from '../rule.ts';
import { vllm } from '../sources.ts';
import { vllmFlag } from '../vllm-flag.ts';

export const swapSpaceWithoutEffect: Rule = {
  id: 'swap-space-without-effect',
  severity: 'information',
  summary: 'swap-space is set, but the engine of this vLLM never swaps.',
  why: 'The V1 engine computes a preempted request again and keeps nothing of it in host memory. From vLLM 0.11.0 on there is no other engine, so the flag is read and does nothing, until 0.18 refuses it.',
  sources: [vllm('vllm/config/cache.py')],
  *check(subject) {
    const { vllm: version } = subject.config.known;
    const at = vllmFlag(subject, 'swap-space');
    if (at === undefined || version === undefined) return;
    // From 0.18 on removed-vllm-argument speaks of it.
    if (!isAtLeast(version, '0.11.0') || isAtLeast(version, '0.17.0')) return;
    yield {
      at,
      on: 'key',
      message: `swap-space has no effect in vLLM ${version.text}: preempted requests are computed again, not swapped. Newer versions refuse the flag. Remove it.`,
      isUnnecessary: true,
      ...(isParameterPath(at.path) && {
        fixes: [
          {
            title: `Remove ${String(at.path.at(-1))}`,
            isSafe: true,
            edits: [{ kind: 'remove', path: at.path }],
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
            modelServer:
              image:
                tag: v0.11.0
          modelParameters:
            maxModelLen: 8192
            swapSpace: 4
          # ^^^^^^^^^ swap-space-without-effect
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: vllm
            modelServer:
              image:
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
          framework: vllm
          modelServer:
            image:
              tag: v0.10.0
        modelParameters:
          swapSpace: 4
      `,
    ],
  },
};
