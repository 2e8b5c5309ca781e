import { paths } from '../../catalog/values-paths.ts';
import { blame } from '../blame.ts';
import { foreignDialect } from '../dialect.ts';
import type { Rule } from '../rule.ts';
import { kubeRay, publishedChart } from '../sources.ts';

const { deployment } = paths;

export const topologyMatchesNoPod: Rule = {
  id: 'topology-matches-no-pod',
  severity: 'warning',
  summary: 'Topology settings of this chart select no Ray pod.',
  why: 'The template compares ray.io/cluster with serviceName, but KubeRay gives the cluster of a RayService a name with a suffix of its own. The selector matches nothing, so spread constraints and affinity of Ray pods have no effect: workers are placed as if they were not written.',
  sources: [publishedChart, kubeRay('controllers/ray/utils/util.go')],
  *check({ config, chart }) {
    if (!config.isRay || !chart.faults.selectsRayClusterByName) return;
    if (foreignDialect(config, chart) !== undefined) return;
    for (const key of ['topologySpreadConstraints', 'podAffinity']) {
      const at = blame(config.values.at([...deployment, key]));
      const enabled = config.values.at([...deployment, key, 'enabled']);
      if (at === undefined || enabled?.value === false) continue;
      yield {
        at,
        on: 'key',
        message: `${key} has no effect under Ray in chart ${chart.version}: its selector asks for pods of the Ray cluster ${config.serviceName?.value ?? ''}, and KubeRay names the cluster otherwise.`,
        isUnnecessary: true,
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.1
          inference:
            framework: rayVllm
          #            ^^^^^^^ head-service-named
            serviceName: llama
            modelServer:
              vllmVersion: "0.10.0"
              deployment:
                podAffinity:
          #     ^^^^^^^^^^^ topology-matches-no-pod
                  enabled: true
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          modelServer:
            vllmVersion: "0.10.0"
            deployment:
              podAffinity:
                enabled: false
      `,
    ],
  },
};
