import { parameterPath, paths } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';
import { helmNumbers } from '../sources.ts';

export const numberPrintedWithExponent: Rule = {
  id: 'number-printed-with-exponent',
  severity: 'error',
  summary: 'A number of a million or more reaches vLLM as 1e+06.',
  why: 'Helm reads every number of a values file as a floating-point number and prints it with an exponent from a million on. vLLM then gets --max-model-len 1.048576e+06 and stops with "invalid int value". In quotes the digits stay.',
  sources: [helmNumbers],
  *check({ config: { values }, chart }) {
    if (!chart.habits.printsNumbersAsFloats) return;
    for (const key of values.keys(paths.modelParameters)) {
      const fact = values.at(parameterPath(key));
      if (typeof fact?.value !== 'number' || Math.abs(fact.value) < 1e6) continue;
      yield {
        at: fact,
        message: `Helm prints ${fact.value} as ${printed(fact.value)}, which vLLM does not read as a number. Put it in quotes.`,
        fixes: [
          {
            title: `Quote "${fact.written?.source ?? ''}"`,
            isSafe: true,
            edits: [{ kind: 'quote', path: fact.path }],
          },
        ],
      };
    }
  },
  examples: {
    bad: [
      {
        text: `
          # inference-charts: chart=../inference-charts-0.2
          modelParameters:
            maxNumSeqs: 4
            maxModelLen: 1048576
          #              ^^^^^^^ number-printed-with-exponent
        `,
        fixed: `
          # inference-charts: chart=../inference-charts-0.2
          modelParameters:
            maxNumSeqs: 4
            maxModelLen: "1048576"
        `,
      },
    ],
    good: [
      `
        modelParameters:
          modelId: meta-llama/Llama-4-Scout-17B-16E-Instruct
          maxModelLen: 1048576
      `,
    ],
  },
};

/** As Go prints a float64 in a template. */
function printed(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits}e+${exponent.replace('+', '').padStart(2, '0')}`;
}
