import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import { describeForeign, isInferenceValues } from '../../server/src/ide/detect.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { boxChart, chart01, chart02, wholeChart02 } from './charts.ts';
import { judge } from './judge.ts';

const folder = join(import.meta.dirname, 'silence');

const files = readdirSync(folder)
  .sort()
  .map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
/** Not ours, or of types that no values file has: the schema speaks of those, the rules must not. */
const onlyRules = new Set([
  'argocd-application.yaml',
  'benchmark-chart.yaml',
  'compose.yaml',
  'github-workflow.yaml',
  'helmfile.yaml',
  'kustomization.yaml',
  'lists-instead-of-maps.yaml',
  'manifest.yaml',
  'other-chart.yaml',
  'template-of-another-chart.yaml',
  'umbrella-chart.yaml',
  'vllm-config.yaml',
  'wrong-types.yaml',
]);
/** Words that only generation 0.2 has. */
const in01 = files.filter(({ text }) => !/^model:/m.test(text));
const ours = in01.filter(({ file }) => !onlyRules.has(file));
/** The files that are no values files at all, by the look of them. */
const foreign = files.filter(({ file }) => onlyRules.has(file) && !/^(lists|wrong)-/.test(file));
const inEitherDialect = files.filter(({ text }) => !/rayVllm|modelId|numGpus|extraArgs/.test(text));

/** Files that people write and that work, or that are not ours: a warning on one is a false alarm. */
describe('a good file is left alone', () => {
  it.each(in01)('under the chart in the box: $file', ({ text }) => {
    expect(loud(text, boxChart)).toEqual([]);
  });

  it.each(ours)('by all checks together: $file', ({ text }) => {
    expect(severe(diagnose(judge(text, boxChart).analysis))).toEqual([]);
  });

  it.each(ours)('with the line breaks of Windows: $file', ({ text }) => {
    const windows = text.replaceAll(/\r?\n/g, '\r\n');
    expect(severe(diagnose(judge(windows, boxChart).analysis))).toEqual([]);
  });

  it.each(in01)('under a published chart 0.1: $file', ({ text }) => {
    expect(loud(text, chart01)).toEqual([]);
  });

  it.each(foreign)('is no values file to the editor: $file', ({ text }) => {
    expect(isInferenceValues(text)).toBe(false);
  });

  it.each(foreign)('is named for what it is: $file', ({ text }) => {
    expect(describeForeign(text)).toMatch(/^(?:is|holds) /);
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
