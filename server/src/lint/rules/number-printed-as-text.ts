import { parameterPath, paths } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';
import { publishedChart027 } from '../sources.ts';

export const numberPrintedAsText: Rule = {
  id: 'number-printed-as-text',
  severity: 'error',
  summary: 'The chart prints numbers of modelParameters as text, and this one is not in quotes.',
  why: 'The templates of charts 0.2.5 to 0.2.7 print parameters with %s of Go, which takes text alone: an unquoted 8192 becomes %!s(float64=8192). The shell that starts the server stops at the bracket: "Syntax error: "(" unexpected", CrashLoopBackOff. In quotes the number is printed as it is, by every release.',
  sources: [publishedChart027],
  *check({ config: { values, known }, chart }) {
    if (!chart.faults.printsNumbersAsText || known.framework?.parameters !== 'flags') return;
    for (const key of values.keys(paths.modelParameters)) {
      const fact = values.at(parameterPath(key));
      if (typeof fact?.value !== 'number') continue;
      const { source = String(fact.value) } = fact.written ?? {};
      yield {
        at: fact,
        // The chart that will be installed may be a newer one, which prints it well.
        ...(chart.location.chosenBy === 'known' && { severity: 'information' }),
        message: `Charts 0.2.5 to 0.2.7 print this number as %!s(float64=${source}), and the shell that starts the server stops at the bracket. Put it in quotes, which every release prints well.`,
        fixes: [
          { title: `Quote "${source}"`, isSafe: true, edits: [{ kind: 'quote', path: fact.path }] },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../known-0.2
          model: a/b
          inference:
            framework: vllm
          modelParameters:
            maxNumSeqs: 64 # at a time
          #             ^^ number-printed-as-text
        `,
        fixed: `
          # inference-charts: chart=../known-0.2
          model: a/b
          inference:
            framework: vllm
          modelParameters:
            maxNumSeqs: "64" # at a time
        `,
      },
    ],
    good: [
      `
        # inference-charts: chart=../known-0.2
        model: a/b
        inference:
          framework: vllm
        modelParameters:
          maxNumSeqs: "64"
          enablePrefixCaching: true
          dtype: half
      `,
      `
        # inference-charts: chart=../inference-charts-0.2
        model: a/b
        inference:
          framework: vllm
        modelParameters:
          maxNumSeqs: 64
      `,
    ],
  },
};
