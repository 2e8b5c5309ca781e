import type { Rule } from '../rule.ts';
import { kubernetes, publishedChart027 } from '../sources.ts';

export const extraLabelReplacesSelector: Rule = {
  id: 'extra-label-replaces-selector',
  severity: 'error',
  summary: 'A label of extraLabels takes the place of one that the Deployment selects its pods by.',
  why: 'The chart prints extraLabels behind its own labels of the pods, and of two equal keys the last one counts. The selector keeps the chart\'s value, so the API server refuses the Deployment: "selector does not match template labels".',
  sources: [publishedChart027, kubernetes('concepts/workloads/controllers/deployment')],
  *check({ config: { serviceName, values, known }, chart }) {
    if (!chart.faults.letsExtraLabelsReplaceSelector) return;
    for (const label of known.framework?.selectorLabels ?? []) {
      const fact = values.at(['extraLabels', label]);
      if (fact === undefined || fact.value === serviceName?.value) continue;
      yield {
        at: fact,
        on: 'key',
        message: `The Deployment selects its pods by ${label}, which the chart sets itself. This line gives the pods another value, and the API server refuses the Deployment: "selector does not match template labels". Take another label.`,
        fixes: [
          { title: `Remove ${label}`, isSafe: false, edits: [{ kind: 'remove', path: fact.path }] },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../known-0.2
          extraLabels:
            team: search
            app.kubernetes.io/component: other
          # ^^^^^^^^^^^^^^^^^^^^^^^^^^^ extra-label-replaces-selector
          inference:
            framework: vllm
        `,
        fixed: `
          # inference-charts: chart=../known-0.2
          extraLabels:
            team: search
          inference:
            framework: vllm
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../known-0.2
        extraLabels:
          team: search
          app.kubernetes.io/part-of: chat
        inference:
          framework: aibrix
      `,
      `
        # inference-charts: chart=../known-0.2
        extraLabels:
          app.kubernetes.io/component: chat
        inference:
          framework: vllm
          serviceName: chat
      `,
    ],
  },
};
