import { expect, test } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import { describeChart } from '../../server/src/chart/describe-chart.ts';
import { analyze } from '../../server/src/ide/analysis.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { boxChart, chart01 } from '../lint/charts.ts';

function severities(text: string, chart: Chart): string[] {
  const found = diagnose(analyze(parse(text), { chart, earlier: [] }));
  return found.map(({ severity, code, path }) => `${severity} ${code} ${path.join('.')}`);
}

const misspelt = 'inference:\n  modelServer:\n    deployment:\n      replica: 2\n';

test('a key that nothing reads is an error only where the chart itself refuses it', () => {
  const code = 'unknown-key inference.modelServer.deployment.replica';
  expect(severities(misspelt, boxChart)).toEqual([`error ${code}`]);
  expect(severities(misspelt, chart01)).toEqual([`warning ${code}`]);
});

test('the values.schema.json of a chart decides, and one that is not JSON decides nothing', () => {
  const having = (valuesSchema: string) =>
    describeChart(
      {
        chartYaml: 'name: inference-charts\nversion: 0.1.0\n',
        valuesYaml: '',
        valuesSchema,
        templates: new Map(),
      },
      { directory: '/chart', chosenBy: 'nearby' },
    );
  const closed = (schema: object) =>
    having(JSON.stringify({ properties: { modelParameters: schema } }));
  const text = 'modelParameters:\n  maxModelLenn: 1\n';
  const [error, warning] = ['error', 'warning'].map(
    (severity) => `${severity} unknown-key modelParameters.maxModelLenn`,
  );
  expect(severities(text, closed({ additionalProperties: false }))).toEqual([error]);
  expect(severities(text, closed({ additionalProperties: true }))).toEqual([warning]);
  expect(
    severities(text, closed({ additionalProperties: false, patternProperties: { '^max': {} } })),
  ).toEqual([warning]);
  expect(severities(text, having('{'))).toEqual([warning]);
});

test('keys that charts have by custom are information', () => {
  expect(severities('nameOverride: qwen\nmodelParameters:\n  maxNumSeqs: 4\n', chart01)).toEqual([
    'information unknown-key nameOverride',
  ]);
});

test('what the chart has as its own default is right for it', () => {
  const chart = describeChart(
    {
      chartYaml: 'name: inference-charts\nversion: 0.1.0\n',
      valuesYaml: 'inference:\n  framework: rayVllm\n  modelServer:\n    env: {}\n',
      templates: new Map(),
    },
    { directory: '/chart', chosenBy: 'nearby' },
  );
  const env = (value: string) => `inference:\n  modelServer:\n    env: ${value}\n`;
  expect(severities(env('{}'), chart)).toEqual([]);
  expect(severities(env('{ LOG: "1" }'), chart)).toEqual([]);
  expect(severities(env('text'), chart)).toEqual(['error wrong-type inference.modelServer.env']);
});

test('a framework that the templates of the chart know is right for it', () => {
  const having = (...names: readonly string[]) =>
    describeChart(
      {
        chartYaml: 'name: inference-charts\nversion: 0.1.0\n',
        valuesYaml: '',
        templates: new Map(
          names.map((name) => [
            `templates/${name}.yaml`,
            `{{ if eq .Values.inference.framework "${name}" }}{{ end }}`,
          ]),
        ),
      },
      { directory: '/chart', chosenBy: 'nearby' },
    );
  const found = (framework: string) =>
    severities(
      `inference:\n  framework: ${framework}\n`,
      having('vllm', 'rayVllm', 'aibrix'),
    ).filter((one) => one.endsWith('inference.framework'));
  expect(found('aibrix')).toEqual([]);
  expect(found('sglang')).toEqual(['error framework-renders-nothing inference.framework']);
});
