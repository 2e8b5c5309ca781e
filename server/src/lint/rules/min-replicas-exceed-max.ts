import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { kubeRay } from '../sources.ts';

export const minReplicasExceedMax: Rule = {
  id: 'min-replicas-exceed-max',
  severity: 'error',
  summary: 'minReplicas is larger than maxReplicas.',
  why: 'KubeRay refuses a worker group whose minReplicas exceed its maxReplicas: it reports the specification as invalid and makes no pods. It often happens when a values file raises one and leaves the other at the default of the chart.',
  sources: [kubeRay('controllers/ray/utils/validation.go')],
  *check({ config: { isRay, minReplicas, maxReplicas } }) {
    if (minReplicas === undefined || maxReplicas === undefined) return;
    if (!isRay || minReplicas.value <= maxReplicas.value) return;
    const at = blame(minReplicas, maxReplicas);
    if (at === undefined) return;
    const other = at === minReplicas ? maxReplicas : minReplicas;
    yield {
      at,
      message: `minReplicas is ${tell(minReplicas)}, but maxReplicas is ${tell(maxReplicas)}: KubeRay refuses the RayService. Raise maxReplicas to at least ${minReplicas.value}.`,
      related: [{ at: other, message: `${String(other.path.at(-1))} is ${other.value} here.` }],
      fixes: [
        {
          title: `Set maxReplicas to ${minReplicas.value}`,
          isSafe: false,
          edits: [{ kind: 'set', path: maxReplicas.path, value: minReplicas.value }],
        },
      ],
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
                replicas: 3
                minReplicas: 3
          #                  ^ min-replicas-exceed-max
        `,
        fixed: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.9.1
              deployment:
                replicas: 3
                minReplicas: 3
                maxReplicas: 3
        `,
      },
    ],
    good: [
      `
        inference:
          modelServer:
            deployment:
              minReplicas: 3
      `,
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
