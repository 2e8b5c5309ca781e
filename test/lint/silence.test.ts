import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { boxChart, chart01, chart02, wholeChart02 } from './charts.ts';
import { judge } from './judge.ts';

const folder = join(import.meta.dirname, 'silence');

const files = readdirSync(folder)
  .sort()
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
/** Not ours, or of types that no values file has: the schema speaks of those, the rules must not. */
const onlyRules = new Set([
  'compose.yaml',
  'lists-instead-of-maps.yaml',
  'manifest.yaml',
  'other-chart.yaml',
  'wrong-types.yaml',
]);
const ours = files.filter(({ file }) => !onlyRules.has(file));
const inEitherDialect = files.filter(({ text }) => !/rayVllm|modelId|numGpus/.test(text));

/** Files that people write and that work, or that are not ours: a warning on one is a false alarm. */
describe('a good file is left alone', () => {
  it.each(files)('under the chart in the box: $file', ({ text }) => {
    expect(loud(text, boxChart)).toEqual([]);
  });

  it.each(ours)('by all checks together: $file', ({ text }) => {
    expect(severe(diagnose(judge(text, boxChart).analysis))).toEqual([]);
  });

  it.each(ours)('with the line breaks of Windows: $file', ({ text }) => {
    const windows = text.replaceAll(/\r?\n/g, '\r\n');
    expect(severe(diagnose(judge(windows, boxChart).analysis))).toEqual([]);
  });

  it.each(files)('under a published chart 0.1: $file', ({ text }) => {
    expect(loud(text, chart01)).toEqual([]);
  });

  it.each(inEitherDialect)('under a chart 0.2: $file', ({ text }) => {
    expect(loud(text, chart02)).toEqual([]);
  });

  it.each(inEitherDialect.filter(({ file }) => !onlyRules.has(file)))(
    'under a whole chart 0.2, by all checks together: $file',
    ({ text }) => {
      expect(severe(diagnose(judge(text, wholeChart02).analysis))).toEqual([]);
    },
  );
});

function loud(text: string, chart: Chart): string[] {
  return severe(judge(text, chart).findings);
}

function severe(
  findings: readonly { readonly severity: string; readonly message: string }[],
): string[] {
  return findings
    .filter(({ severity }) => severity === 'error' || severity === 'warning')
    .map(({ message }) => message);
}
