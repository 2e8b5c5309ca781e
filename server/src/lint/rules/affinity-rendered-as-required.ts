import { isVllmDeployment } from '../../catalog/frameworks.ts';
import { paths } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import { foreignDialect } from '../dialect.ts';
import type { Rule } from '../rule.ts';
import { publishedChart } from '../sources.ts';

const affinity = paths.podAffinity;

export const affinityRenderedAsRequired: Rule = {
  id: 'affinity-rendered-as-required',
  severity: 'warning',
  summary: 'The chart renders a preferred pod affinity as a required one.',
  why: 'The values say preferredDuringScheduling, with a weight; the template writes requiredDuringScheduling and reads neither. All pods must then share one zone: when it has no capacity left, further pods stay Pending although other zones have some.',
  sources: [publishedChart],
  *check({ config, chart }) {
    const { known, replicas, values } = config;
    if (!chart.faults.requiresPodAffinity || !isVllmDeployment(known.framework)) return;
    if (foreignDialect(config, chart) !== undefined) return;
    const enabled = values.at([...affinity, 'enabled']);
    const written = values.at([...affinity, 'preferredDuringSchedulingIgnoredDuringExecution']);
    const at = blame(written, enabled);
    if (at === undefined || enabled?.value === false || (replicas?.value ?? 1) < 2) return;
    yield {
      at,
      on: 'key',
      message: `Chart ${chart.version} renders this preferred affinity as a required one: all ${replicas?.value ?? ''} pods must be in one zone, and stay Pending when it is full. Set podAffinity.enabled to false if they may spread.`,
      fixes: [
        {
          title: 'Set podAffinity.enabled to false',
          isSafe: false,
          edits: [{ kind: 'set', path: [...affinity, 'enabled'], value: false }],
        },
      ],
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.1
          inference:
            framework: vllm
            modelServer:
              deployment:
                replicas: 4
          #               ^ readiness-not-probed
                podAffinity:
                  enabled: true
          #       ^^^^^^^ affinity-rendered-as-required
        `,
        fixed: `
          # inference-charts: chart=../generation-0.1
          inference:
            framework: vllm
            modelServer:
              deployment:
                replicas: 4
                podAffinity:
                  enabled: false
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.1
        inference:
          framework: vllm
          modelServer:
            deployment:
                podAffinity:
                enabled: false
      `,
    ],
  },
};
