import { describe, expect, test } from 'vitest';
import { describeChart } from '../../server/src/chart/describe-chart.ts';
import { boxChart } from '../lint/charts.ts';

function chartWith(template: string, chartYaml = 'name: inference-charts\nversion: 9.9.9\n') {
  return describeChart(
    { chartYaml, valuesYaml: '', templates: new Map([['templates/x.yaml', template]]) },
    { directory: '/chart', chosenBy: 'nearby' },
  );
}

describe('frameworks are what the templates compare with', () => {
  test.each([
    ['{{ if eq .Values.inference.framework "vllm" }}'],
    ['{{ if eq "vllm" $.Values.inference.framework }}'],
    ['{{ if not (has $inference.framework (list "vllm")) }}'],
    ['{{ if eq $framework "vllm" }}'],
  ])('%s', (template) => {
    expect(chartWith(template).frameworks).toEqual(['vllm']);
  });

  test('of the chart in the box', () => {
    expect(boxChart.frameworks).toEqual(['rayVllm', 'vllm']);
    expect(boxChart.generation).toBe('0.1');
  });
});

describe('generation', () => {
  test('templates outrank the version', () => {
    const text = 'name: inference-charts\nversion: 0.1.0\n';
    expect(chartWith('{{ eq .Values.inference.framework "ray-vllm" }}', text).generation).toBe(
      '0.2',
    );
    expect(chartWith('', text).generation).toBe('0.1');
    expect(chartWith('').generation).toBeUndefined();
  });
});

describe('habits', () => {
  const loop = (print: string) =>
    `{{- range $key, $value := .Values.modelParameters }}\nvalue: ${print}\n{{- end }}`;

  test('numbers printed as they come', () => {
    expect(chartWith(loop('"{{ $value }}"')).habits.printsNumbersAsFloats).toBe(true);
    expect(chartWith(loop('{{- $value | quote -}}')).habits.printsNumbersAsFloats).toBe(true);
    expect(chartWith(loop('{{ $value | toJson }}')).habits.printsNumbersAsFloats).toBe(false);
    expect(chartWith(loop('{{ int64 $value }}')).habits.printsNumbersAsFloats).toBe(false);
  });

  test('a script that copies models tells nothing of the one that serves', () => {
    const templates = new Map([
      [
        'templates/ray.yaml',
        `${loop('"{{ $value }}"')}\n{{ $key | snakecase | upper }}\n{{ .Files.Get "files/copy.py" }}`,
      ],
    ]);
    const chart = (script: string) =>
      describeChart(
        {
          chartYaml: 'name: inference-charts\nversion: 0.2.9\n',
          valuesYaml: '',
          templates,
          scripts: new Map([['files/copy.py', script]]),
        },
        { directory: '/chart', chosenBy: 'nearby' },
      );
    const asks = 'import os\ntoken = os.getenv("HF_TOKEN")\n';
    expect(chart(asks).habits.script).toBeUndefined();
    expect(chart(`from vllm import LLM\n${asks}`).habits.script?.variables).toEqual(
      new Set(['HF_TOKEN']),
    );
  });

  test('the chart in the box prints whole numbers and sets no service links', () => {
    expect(boxChart.habits).toMatchObject({
      disablesServiceLinks: true,
      printsNumbersAsFloats: false,
    });
  });
});
