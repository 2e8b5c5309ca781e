import type { Rule } from '../rule.ts';
import { scriptParameters } from '../script-parameters.ts';

export const falseReadAsTrue: Rule = {
  id: 'false-read-as-true',
  severity: 'warning',
  summary: "The chart's script takes false for true.",
  why: 'The chart prints a boolean as the text "false", and its script asks bool() of it. In Python every text that is not empty is true, so the feature stays on. Only an empty text turns it off.',
  sources: [
    {
      title: 'AI on EKS inference chart, templates of ray-vllm',
      read: '0.1.0 and 0.2.1',
      url: 'https://github.com/awslabs/ai-on-eks-charts/tree/12babb5/charts/inference-charts',
    },
  ],
  *check({ config, chart }) {
    const truthy = chart.habits.script?.truthy ?? new Set();
    for (const { key, variable, fact } of scriptParameters(config, chart)) {
      if (!truthy.has(variable) || !/^false$/i.test(String(fact.value))) continue;
      yield {
        at: fact,
        message: `${key} is ${String(fact.value)}, but the chart's script asks bool("false"), which Python takes for true: it stays on. Write "" to turn it off.`,
        fixes: [
          {
            title: `Set ${key} to ""`,
            isSafe: false,
            edits: [{ kind: 'set', path: fact.path, value: '' }],
          },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
          modelParameters:
            enablePrefixCaching: false
          #                      ^^^^^ false-read-as-true
        `,
        fixed: `
          # inference-charts: chart=../generation-0.2
          inference:
            framework: ray-vllm
            modelServer:
              vllmVersion: "0.9.1"
          modelParameters:
            enablePrefixCaching: ""
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../generation-0.2
        inference:
          framework: ray-vllm
          modelServer:
            vllmVersion: "0.9.1"
        modelParameters:
          enablePrefixCaching: true
      `,
    ],
  },
};
