import { paths } from '../../catalog/values-paths.ts';
import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { kubeRay } from '../sources.ts';

export const autoscalingWithoutWorkers: Rule = {
  id: 'autoscaling-without-workers',
  severity: 'warning',
  summary: 'Autoscaling is on, and may start no worker.',
  why: 'The head of a RayService schedules and serves nothing itself: it has no device. With maxReplicas 0 the autoscaler has nothing to start, so the application stays DEPLOYING however many requests wait.',
  sources: [kubeRay('controllers/ray/utils/util.go')],
  *check({ config: { isAutoscaling, isRay, maxReplicas, values } }) {
    if (!isRay || !isAutoscaling || maxReplicas?.value !== 0) return;
    const enabled = values.at(paths.isAutoscaling);
    const at = blame(maxReplicas, enabled);
    if (at === undefined) return;
    yield {
      at,
      message: `Autoscaling is on, but maxReplicas is ${tell(maxReplicas)}: no worker may be started, and the head has no device to serve with. Raise maxReplicas.`,
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.9.1
              deployment:
                replicas: 0
                minReplicas: 0
                maxReplicas: 0
          #                  ^ autoscaling-without-workers
                resources:
                  gpu:
                    requests:
                      cpu: 8
            rayOptions:
              autoscaling:
                enabled: true
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          modelServer:
            vllmVersion: 0.9.1
            deployment:
              replicas: 0
              minReplicas: 0
              maxReplicas: 0
      `,
    ],
  },
};
