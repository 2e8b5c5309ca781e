import { distance } from 'fastest-levenshtein';
import { findFramework } from '../../catalog/frameworks.ts';
import { foreignDialect } from '../dialect.ts';
import type { Rule } from '../rule.ts';

export const frameworkRendersNothing: Rule = {
  id: 'framework-renders-nothing',
  severity: 'error',
  summary: 'No template of the chart knows this framework.',
  why: 'Templates compare inference.framework with the names they know. With any other name Helm renders no workload and reports success: the release exists, and nothing serves.',
  sources: [
    {
      title: 'AI on EKS inference chart, templates of 0.1.0 and 0.2.1',
      read: 'rendered with Helm 4.1.4 on 2026-11-23',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config, chart }) {
    const { framework } = config;
    const { frameworks } = chart;
    // One name alone is how a chart asks "Ray or else": its other frameworks are not in sight.
    if (framework === undefined || frameworks.length < 2) return;
    if (frameworks.includes(framework.value)) return;
    // A name of the other generation is told as such.
    if (foreignDialect(config, chart) !== undefined) return;
    const [closest] = frameworks
      .map((name) => ({ name, far: distance(fold(name), fold(framework.value)) }))
      .sort((a, b) => a.far - b.far);
    const renamed = findFramework(framework.value)?.renamedTo;
    const meant =
      renamed !== undefined && frameworks.includes(renamed)
        ? renamed
        : closest && closest.far <= 2
          ? closest.name
          : undefined;
    yield {
      at: framework,
      message: `This chart has no template for framework ${framework.value}: nothing would be deployed. ${meant !== undefined && meant === renamed ? `It is called ${meant} now.` : `It knows ${frameworks.join(', ')}.`}`,
      ...(meant !== undefined && {
        fixes: [
          {
            title: `Set framework to ${meant}`,
            isSafe: fold(meant) === fold(framework.value),
            edits: [{ kind: 'set', path: framework.path, value: meant }],
          },
        ],
      }),
    };
  },
  examples: {
    bad: [
      {
        text: `
          inference:
            framework: rayvllm
          #            ^^^^^^^ framework-renders-nothing
        `,
        fixed: `
          inference:
            framework: rayVllm
        `,
      },
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          inference:
            framework: sglang
          #            ^^^^^^ framework-renders-nothing
        `,
      },
      {
        text: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: nim
          #            ^^^ framework-renders-nothing
        `,
        fixed: `
          # inference-charts: chart=../known-0.2
          inference:
            framework: nim-container
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../inference-charts-0.2
        inference:
          framework: aibrix
      `,
    ],
  },
};

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
