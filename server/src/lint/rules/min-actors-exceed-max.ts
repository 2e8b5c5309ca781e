import { blame, tell } from '../blame.ts';
import type { Rule } from '../rule.ts';

export const minActorsExceedMax: Rule = {
  id: 'min-actors-exceed-max',
  severity: 'error',
  summary: 'minActors is larger than maxActors.',
  why: 'Ray Serve checks the bounds of a deployment when it is submitted and refuses a minimum above the maximum, so the application ends in DEPLOY_FAILED and nothing serves.',
  sources: [
    {
      title: 'Ray, python/ray/serve/config.py AutoscalingConfig',
      read: '2.47.0',
      url: 'https://github.com/ray-project/ray/blob/ray-2.47.0/python/ray/serve/config.py',
    },
  ],
  *check({ config: { isRay, minActors, maxActors } }) {
    if (!isRay || minActors === undefined || maxActors === undefined) return;
    const at = blame(minActors, maxActors);
    if (at === undefined || minActors.value <= maxActors.value) return;
    const other = at === minActors ? maxActors : minActors;
    yield {
      at,
      message: `minActors is ${tell(minActors)}, but maxActors is ${tell(maxActors)}: Ray Serve refuses the application. Raise maxActors to at least ${minActors.value}.`,
      related: [{ at: other, message: `${String(other.path.at(-1))} is ${other.value} here.` }],
      fixes: [
        {
          title: `Set maxActors to ${minActors.value}`,
          isSafe: false,
          edits: [{ kind: 'set', path: maxActors.path, value: minActors.value }],
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
            rayOptions:
              autoscaling:
                enabled: true
                actorAutoscaling:
                  minActors: 2
          #                  ^ min-actors-exceed-max
        `,
        fixed: `
          inference:
            framework: rayVllm
            modelServer:
              vllmVersion: 0.9.1
            rayOptions:
              autoscaling:
                enabled: true
                actorAutoscaling:
                  minActors: 2
                  maxActors: 2
        `,
      },
    ],
    good: [
      `
        inference:
          framework: rayVllm
          modelServer:
            vllmVersion: 0.9.1
          rayOptions:
            autoscaling:
              enabled: true
              actorAutoscaling:
                minActors: 1
                maxActors: 2
      `,
    ],
  },
};
