import { llamaServerArgument } from '../../catalog/llama-server.ts';
import { parameterPath, paths } from '../../catalog/values-paths.ts';
import type { Rule } from '../rule.ts';
import { helmNumbers } from '../sources.ts';

export const numberPrintedWithExponent: Rule = {
  id: 'number-printed-with-exponent',
  severity: 'error',
  summary: 'A number of a million or more reaches the server as 1e+06.',
  why: 'Helm reads every number of a values file as a floating-point number and prints it with an exponent from a million on. vLLM then gets --max-model-len 1.048576e+06 and stops with "invalid int value"; llama-server reads the digits before the point and goes on with those. In quotes the digits stay.',
  sources: [helmNumbers],
  *check({ config: { known, values }, chart }) {
    if (!chart.habits.printsNumbersAsFloats) return;
    const isLlamaServer = known.framework?.server === 'llama-server';
    for (const key of values.keys(paths.modelParameters)) {
      const fact = values.at(parameterPath(key));
      if (typeof fact?.value !== 'number' || Math.abs(fact.value) < 1e6) continue;
      // What it takes as text or as a share it reads with an exponent too.
      if (isLlamaServer && llamaServerArgument(key)?.value !== 'integer') continue;
      yield {
        at: fact,
        message: `Helm prints ${fact.value} as ${printed(fact.value)}, ${isLlamaServer ? `which llama-server reads as ${Math.trunc(Number(printed(fact.value).split('e')[0]))}` : 'which vLLM does not read as a number'}. Put it in quotes.`,
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
