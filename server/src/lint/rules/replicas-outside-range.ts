import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';
import { kubeRay } from '../sources.ts';

export const replicasOutsideRange: Rule = {
  id: 'replicas-outside-range',
  severity: 'warning',
  summary: 'replicas lies outside minReplicas and maxReplicas.',
  why: 'KubeRay does not refuse such a number, it moves it silently to the nearer bound: replicas 5 with maxReplicas 2 runs two workers.',
  sources: [kubeRay('controllers/ray/utils/util.go')],
  *check({ config: { isRay, replicas, minReplicas, maxReplicas } }) {
    if (!isRay || !replicas || !minReplicas || !maxReplicas) return;
    if (minReplicas.value > maxReplicas.value) return;
    const isAbove = replicas.value > maxReplicas.value;
    if (!isAbove && replicas.value >= minReplicas.value) return;
    const bound = isAbove ? maxReplicas : minReplicas;
    const at = blame(replicas, bound);
    if (at === undefined || replicas.origin.kind === 'chart') return;
    yield {
      at,
      message: `replicas is ${tell(replicas)}, but ${String(bound.path.at(-1))} is ${tell(bound)}: KubeRay silently runs ${bound.value} ${bound.value === 1 ? 'worker' : 'workers'}.`,
      related: [replicas, bound]
        .filter((fact) => fact !== at)
        .map((fact) => ({
          at: fact,
          message: `${String(fact.path.at(-1))} is ${fact.value} here.`,
        })),
      fixes: [
        {
          title: `Set ${String(bound.path.at(-1))} to ${replicas.value}`,
          isSafe: false,
          edits: [{ kind: 'set', path: bound.path, value: replicas.value }],
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
                replicas: 5
          #               ^ replicas-outside-range
        `,
        fixed: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.9.1
              deployment:
                replicas: 5
                maxReplicas: 5
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
              minReplicas: 2
      `,
      `
        inference:
          modelServer:
            deployment:
              replicas: 5
      `,
    ],
  },
};
