import type { Rule } from '../rule.ts';
import { publishedChart } from '../sources.ts';

export const configMapsStayBehind: Rule = {
  id: 'config-maps-stay-behind',
  severity: 'information',
  summary:
    'The chart puts workloads into serviceNamespace and their ConfigMaps into the namespace of the release.',
  why: 'A pod mounts ConfigMaps of its own namespace only. When the release is installed into another one than serviceNamespace, the pod stays in ContainerCreating with "configmap … not found".',
  sources: [publishedChart],
  *check({ config: { serviceNamespace }, chart }) {
    if (serviceNamespace?.origin.kind !== 'document' || !chart.faults.leavesConfigMapsBehind)
      return;
    if (serviceNamespace.value === 'default') return;
    yield {
      at: serviceNamespace,
      message: `This chart gives its ConfigMaps no namespace, so they go where the release is installed. Install with -n ${serviceNamespace.value}, or the pods wait for "configmap not found".`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.1
          inference:
            serviceNamespace: serving
          #                   ^^^^^^^ config-maps-stay-behind
        `,
      },
    ],
    good: [
      `
        inference:
          serviceNamespace: serving
      `,
    ],
  },
};
