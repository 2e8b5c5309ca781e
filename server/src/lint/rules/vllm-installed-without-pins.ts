import { isAtLeast, parseVersion } from '../../catalog/versions.ts';
import type { Rule } from '../rule.ts';
import { publishedChart } from '../sources.ts';

export const vllmInstalledWithoutPins: Rule = {
  id: 'vllm-installed-without-pins',
  severity: 'warning',
  summary: 'Ray installs an older vLLM, and this chart pins nothing beside it.',
  why: 'vLLM before 0.10 names only the least transformers that it needs. pip takes the newest, which registers models that this vLLM registers as well, and every replica ends in "ValueError: \'aimv2\' is already used by a Transformers config, pick another name".',
  sources: [
    publishedChart,
    {
      title: 'vLLM, issue 22178',
      read: '2026-11-23',
      url: 'https://github.com/vllm-project/vllm/issues/22178',
    },
  ],
  *check({ config: { accelerator, isRay, vllmVersion }, chart }) {
    if (!isRay || accelerator?.value !== 'gpu' || vllmVersion?.origin.kind !== 'document') return;
    const version = parseVersion(vllmVersion.value);
    if (!chart.faults.installsVllmUnpinned || version === undefined) return;
    if (!isAtLeast(version, '0.7.0') || isAtLeast(version, '0.10.0')) return;
    yield {
      at: vllmVersion,
      message: `Ray installs vllm==${vllmVersion.value} with the newest transformers beside it, because this chart pins none: vLLM before 0.10 then stops with "'aimv2' is already used". Use vLLM 0.10.0, or add transformers<4.54 to the runtime_env of the chart.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.1
          inference:
            framework: rayVllm
          #            ^^^^^^^ head-service-named
            modelServer:
              vllmVersion: "0.9.1"
          #                ^^^^^^^ vllm-installed-without-pins
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.1
        inference:
          framework: vllm
          modelServer:
            vllmVersion: "0.9.1"
      `,
    ],
  },
};
