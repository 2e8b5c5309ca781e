import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import { boxChart, chart01, chart02 } from './charts.ts';
import { judge } from './judge.ts';

const folder = join(import.meta.dirname, 'silence');

/** Files that people write and that work, or that are not ours: a warning on one is a false alarm. */
describe.each(readdirSync(folder).sort())('%s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');

  it('is left alone under the chart in the box', () => {
    expect(loud(text, boxChart)).toEqual([]);
  });

  it('is left alone under a published chart 0.1', () => {
    expect(loud(text, chart01)).toEqual([]);
  });

  it('is left alone under a chart 0.2', () => {
    expect(loud(text.replaceAll('rayVllm', 'ray-vllm'), chart02)).toEqual([]);
  });
});

function loud(text: string, chart: Chart): string[] {
  return judge(text, chart)
    .findings.filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ rule, message }) => `${rule}: ${message}`);
}
