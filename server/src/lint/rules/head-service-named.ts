import { foreignDialect } from '../dialect.ts';
import type { Rule } from '../rule.ts';
import { kubeRay, publishedChart } from '../sources.ts';

export const headServiceNamed: Rule = {
  id: 'head-service-named',
  severity: 'warning',
  summary: 'KubeRay 1.3 and later refuses the RayService of this chart.',
  why: 'The chart gives the Service of the Ray head a name of its own. Since KubeRay 1.3 a RayService may not, because the operator needs that name for the clusters of an upgrade: it reports InvalidRayServiceSpec and creates no cluster. With an older operator it works.',
  sources: [
    kubeRay('controllers/ray/utils/validation.go'),
    publishedChart,
    {
      title: 'KubeRay, pull request 2433',
      read: '2026-11-23',
      url: 'https://github.com/ray-project/kuberay/pull/2433',
    },
  ],
  *check({ config, chart }) {
    const { framework, isRay } = config;
    if (!isRay || framework?.origin.kind !== 'document' || !chart.faults.namesHeadService) return;
    if (foreignDialect(config, chart) !== undefined) return;
    yield {
      at: framework,
      message: `Chart ${chart.name} ${chart.version} names the Service of the Ray head, and KubeRay 1.3 and later refuses such a RayService: nothing is started. Remove headService.metadata.name from the template, or use a newer chart.`,
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
              vllmVersion: "0.10.0"
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.1
        inference:
          framework: vllm
      `,
    ],
  },
};
