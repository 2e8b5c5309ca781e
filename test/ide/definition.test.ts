import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import { analyze } from '../../server/src/ide/analysis.ts';
import { definition, type Target } from '../../server/src/ide/definition.ts';
import { hover } from '../../server/src/ide/hover.ts';
import { references } from '../../server/src/ide/references.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { boxChart, wholeChart02 } from '../lint/charts.ts';
import { cursorOf, readOpenFile } from '../markers.ts';

function open(fixture: string, chart: Chart) {
  const { open: file, earlier } = readOpenFile(fixture);
  const analysis = analyze(parse(file.text), {
    chart,
    earlier: earlier.map(({ path, text }) => ({ file: path, document: parse(text) })),
  });
  return { analysis, offset: cursorOf(file) };
}

/** What stands where the target leads to. */
function tell(target: Target, { location, defaults }: Chart): string {
  if (target.kind === 'values') {
    const { origin, span } = target;
    if (origin.kind === 'file') return `${origin.file}: ${String(span.start)}`;
    return `values.yaml: ${defaults.text.slice(span.start, span.end)}`;
  }
  const { file, line } = target.place;
  const lines = readFileSync(join(location.directory ?? '', file), 'utf8').split('\n');
  return `${file}: ${(lines[line] ?? '').trim()}`;
}

function definitionAt(fixture: string, chart: Chart): string[] {
  const { analysis, offset } = open(fixture, chart);
  const found = definition(analysis, offset, chart.reads);
  return (found?.targets ?? []).map((target) => tell(target, chart));
}

function referencesAt(fixture: string, chart: Chart): string[] {
  const { analysis, offset } = open(fixture, chart);
  return references(analysis, offset, chart.reads).map((target) => tell(target, chart));
}

describe('definition', () => {
  test('is the template line that prints the key under this framework', () => {
    const at = (framework: string) =>
      `inference:\n  framework: ${framework}\n  modelServer:\n    deployment:\n      repli$0cas: 2\n`;
    expect(definitionAt(at('vllm'), wholeChart02)).toEqual([
      'templates/vllm.yaml: replicas: {{ .Values.inference.modelServer.deployment.replicas }}',
    ]);
    expect(definitionAt(at('ray-vllm'), wholeChart02)).toEqual([
      'templates/ray.yaml: replicas: {{ .Values.inference.modelServer.deployment.replicas }}',
    ]);
  });

  test('of a parameter is where all parameters are printed', () => {
    expect(
      definitionAt(
        'inference:\n  framework: vllm\nmodelParameters:\n  maxModelLen: 4$0096\n',
        wholeChart02,
      ),
    ).toEqual([
      'templates/_helpers.tpl: {{- $flags = append $flags (printf "--%s %v" (kebabcase $name) $setting) -}}',
    ]);
    expect(definitionAt('modelParameters:\n  maxModel$0Len: 4096\n', boxChart)).not.toEqual([]);
  });

  test('of a key that no template prints is where it is set before', () => {
    expect(
      definitionAt(
        '#- base.yaml\ningress:\n  enabled: false\n#- values.yaml\ningress:\n  ena$0bled: true\n',
        wholeChart02,
      ),
    ).toEqual(['base.yaml: 11', 'values.yaml: enabled']);
  });

  test('is nothing between keys, and for a key that nobody knows', () => {
    expect(definitionAt('model: a/b\n$0\n', wholeChart02)).toEqual([]);
    expect(definitionAt('mod$0els: a/b\n', wholeChart02)).toEqual([]);
  });
});

test('references are all lines that read the key, under every framework, and its default', () => {
  const found = referencesAt('inference:\n  framework: vllm\nmo$0del: a/b\n', wholeChart02);
  expect(found).toContain(
    'templates/vllm.yaml: - vllm serve {{ .Values.model }} {{ include "serving.flags" . }}',
  );
  expect(found).toContain('templates/ray.yaml: value: {{ .Values.model | quote }}');
  expect(found.at(-1)).toBe('values.yaml: model');
  expect(referencesAt('inference:\n  frame$0work: vllm\n', wholeChart02).length).toBeGreaterThan(5);
});

test('hover says where a value is read', () => {
  const { analysis, offset } = open(
    'inference:\n  framework: vllm\n  modelServer:\n    deployment:\n      instance$0Type: g5.xlarge\n',
    wholeChart02,
  );
  expect(hover(analysis, offset)?.markdown).toMatch(/Read in `templates\/vllm.yaml` line \d+\./);
});
