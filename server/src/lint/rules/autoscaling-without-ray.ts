import { paths } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';

export const autoscalingWithoutRay: Rule = {
  id: 'autoscaling-without-ray',
  severity: 'warning',
  summary: 'Ray autoscaling is switched on, but Ray does not run.',
  why: 'rayOptions is read by the Ray framework alone. With framework vllm the chart makes a Deployment with a fixed number of replicas, which never scales.',
  sources: [
    {
      title: 'AI on EKS inference chart, README: Ray Native Autoscaling',
      read: '0.1.0',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config: { framework, isAutoscaling, isRay, values } }) {
    if (!isAutoscaling || isRay || framework?.origin.kind !== 'document') return;
    const at = values.at(paths.isAutoscaling);
    if (at === undefined) return;
    yield {
      at,
      message: `rayOptions are not read while framework is ${framework.value}: nothing scales. Set framework to the Ray one, or turn autoscaling off.`,
      related: [{ at: framework, message: `framework is ${framework.value} here.` }],
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: vllm
          #            ^^^^ related autoscaling-without-ray
            rayOptions:
              autoscaling:
                enabled: true
          #              ^^^^ autoscaling-without-ray
        `,
      },
    ],
    good: [
      `
        inference:
          rayOptions:
            autoscaling:
              enabled: true
      `,
      `
        inference:
          framework: vllm
          rayOptions:
            rayVersion: 2.47.0
            autoscaling:
              enabled: false
      `,
    ],
  },
};
