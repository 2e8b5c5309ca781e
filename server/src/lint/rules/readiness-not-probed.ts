import { isVllmDeployment } from '../../catalog/frameworks.ts';
import type { Rule } from '../rule.ts';
import { kubernetes, publishedChart } from '../sources.ts';

export const readinessNotProbed: Rule = {
  id: 'readiness-not-probed',
  severity: 'information',
  summary: 'This chart calls pods ready before the model is loaded.',
  why: 'Without a readiness probe a pod counts as ready once its container runs. The Service sends requests to it while vLLM still downloads and loads weights, and they end in "connection refused"; with several replicas every restart and every update does that.',
  sources: [
    kubernetes('tasks/configure-pod-container/configure-liveness-readiness-startup-probes'),
    publishedChart,
  ],
  *check({ config: { known, replicas }, chart }) {
    // With one replica there is nobody else to answer meanwhile.
    if (!isVllmDeployment(known.framework) || replicas?.origin.kind !== 'document') return;
    if (replicas.value < 2 || !chart.faults.lacksReadinessProbe) return;
    yield {
      at: replicas,
      message: `Chart ${chart.name} ${chart.version} has no readiness probe: each of the ${replicas.value} pods gets requests as soon as it runs, minutes before its model is loaded, and answers them with "connection refused". Wait for /health before you send traffic.`,
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
                replicas: 3
          #               ^ readiness-not-probed
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
              replicas: 1
      `,
    ],
  },
};
