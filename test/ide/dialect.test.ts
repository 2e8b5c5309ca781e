import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/ide/analysis.ts';
import { codeActions } from '../../server/src/ide/code-actions.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import type { Chart } from '../../server/src/chart/chart.ts';
import { applyEdit } from '../../server/src/syntax/edit-values.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { boxChart, chart02, wholeChart02 } from '../lint/charts.ts';
import { dedent } from '../markers.ts';

function open(text: string, chart: Chart) {
  const document = parse(dedent(text));
  return { document, found: diagnose(analyze(document, { chart, earlier: [] })) };
}

function migrated(text: string, chart: Chart): string {
  const { document, found } = open(text, chart);
  const finding = found.find(({ code }) => code === 'wrong-dialect');
  if (finding === undefined) throw new Error('There is no finding to migrate by.');
  const [action] = codeActions(document, found, finding.span);
  if (action === undefined) throw new Error('Nothing is offered.');
  return applyEdit(document.text, action.edit);
}

const older = `
  # Llama for the team
  inference:
    framework: rayVllm # Ray Serve
    serviceName: llama
    modelServer:
      image:
        repository: rayproject/ray
        tag: 2.47.0-py312
      vllmVersion: "0.9.1"
  modelParameters:
    modelId: meta-llama/Llama-3.2-1B # gated
    # of the model card
    maxModelLen: 8192
  `;

const newer = `
  # Llama for the team
  model: meta-llama/Llama-3.2-1B # gated
  inference:
    framework: ray-vllm # Ray Serve
    serviceName: llama
    modelServer:
      image:
        repository: rayproject/ray
        tag: 2.47.0-py312
      vllmVersion: "0.9.1"
    rayOptions:
      gcs:
        highAvailability:
          enabled: true
  modelParameters:
    # of the model card
    maxModelLen: 8192
  s3ModelCopy:
    model: meta-llama/Llama-3.2-1B
  `;

describe('a file in the dialect of the other chart', () => {
  test('has one finding, whatever else that dialect says', () => {
    expect(open(older, chart02).found.map(({ code }) => code)).toEqual(['wrong-dialect']);
    expect(open(newer, boxChart).found.map(({ code }) => code)).toEqual(['wrong-dialect']);
  });

  test('still hears of what is wrong in either dialect', () => {
    const text = `${dedent(older)}nonsense: 1\n`;
    expect(open(text.replace('serviceName: llama', 'serviceName: Llama'), chart02).found).toEqual([
      expect.objectContaining({ code: 'wrong-dialect' }),
      expect.objectContaining({ path: ['inference', 'serviceName'] }),
    ]);
  });

  test('is migrated to the newer one, comments kept', () => {
    const text = migrated(older, chart02);
    expect(text).toBe(
      dedent(`
        # Llama for the team
        inference:
          framework: ray-vllm # Ray Serve
          serviceName: llama
          modelServer:
            image:
              repository: rayproject/ray
              tag: 2.47.0-py312
            vllmVersion: "0.9.1"
        modelParameters:
          # of the model card
          maxModelLen: "8192"
        model: meta-llama/Llama-3.2-1B # gated
        `),
    );
    expect(open(text, chart02).found).toEqual([]);
  });

  test('is migrated to the older one, and then told what that has no word for', () => {
    const text = migrated(newer, boxChart);
    expect(text).toContain('framework: rayVllm # Ray Serve');
    expect(text).toContain('  maxModelLen: 8192\n  modelId: meta-llama/Llama-3.2-1B # gated\n');
    expect(text).not.toMatch(/^model:/m);
    expect(open(text, boxChart).found.map(({ path }) => path.join('.'))).toEqual([
      'inference.rayOptions.gcs',
      's3ModelCopy',
    ]);
  });

  test('with a framework that only the newer chart has cannot be migrated', () => {
    const { document, found } = open('inference:\n  framework: aibrix\n', boxChart);
    expect(found.map(({ code }) => code)).toEqual(['wrong-dialect']);
    const titles = codeActions(document, found, found[0]?.span ?? { start: 0, end: 0 }).map(
      ({ title }) => title,
    );
    expect(titles).toEqual(['Ignore wrong-dialect on this line']);
  });
});

test('a chart that knows the word is believed', () => {
  const chart: Chart = { ...boxChart, frameworks: [...boxChart.frameworks, 'ray-vllm'] };
  const { found } = open('inference:\n  framework: ray-vllm\n', chart);
  expect(found.map(({ code }) => code)).not.toContain('wrong-dialect');
});

describe('a preset goes to the newer chart and back', () => {
  const folder = join(import.meta.dirname, '../../presets');
  test.each(readdirSync(folder))('%s', (file) => {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(open(text, wholeChart02).found.map(({ code }) => code)).toEqual(['wrong-dialect']);
    const there = migrated(text, wholeChart02);
    expect(open(there, wholeChart02).found.map(({ code }) => code)).not.toContain('wrong-dialect');
    const back = migrated(there, boxChart);
    expect(open(back, boxChart).found).toEqual([]);
    const comments = (one: string) => (one.match(/#.*/g) ?? []).sort();
    expect(comments(back)).toEqual(comments(text.replace(/^ +numGpus:.*\n/gm, '')));
  });
});
