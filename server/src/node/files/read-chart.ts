import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ChartTexts } from '../../chart/chart.ts';
import { readText, tellReadFailure } from './read-text.ts';

const maxMetadataBytes = 2 ** 20;
const maxValuesBytes = 5 * 2 ** 20;
const maxTextBytes = 2 ** 20;
const maxTexts = 500;
const maxDepth = 8;

/** The files of the chart in `directory` that decide how values are judged; the failure says why it is no chart. */
export function readChart(directory: string): Result<ChartTexts, string> {
  const chartYaml = readText(join(directory, 'Chart.yaml'), maxMetadataBytes);
  if (!chartYaml.ok)
    return failed(
      chartYaml.failure.kind === 'absent'
        ? 'there is no Chart.yaml in it'
        : `its Chart.yaml cannot be read: ${tellReadFailure(chartYaml.failure)}`,
    );
  const values = readText(join(directory, 'values.yaml'), maxValuesBytes);
  if (!values.ok && values.failure.kind !== 'absent')
    return failed(`its values.yaml cannot be read: ${tellReadFailure(values.failure)}`);
  const schema = readText(join(directory, 'values.schema.json'), maxValuesBytes);
  return ok({
    chartYaml: chartYaml.value,
    ...(schema.ok && { valuesSchema: schema.value }),
    valuesYaml: values.ok ? values.value : '',
    templates: readTexts(directory, 'templates', /\.(ya?ml|tpl|txt|json)$/),
    scripts: readTexts(directory, 'files', /\.(py|sh)$/),
  });
}

/** What cannot be read is left out: it only makes us know less. */
function readTexts(chart: string, root: string, names: RegExp): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const collect = (folder: string, depth: number) => {
    for (const entry of entriesOf(join(chart, folder))) {
      const path = `${folder}/${entry.name}`;
      if (texts.size >= maxTexts) return;
      if (entry.isDirectory() && depth < maxDepth) collect(path, depth + 1);
      if (!names.test(entry.name)) continue;
      const text = readText(join(chart, path), maxTextBytes);
      if (text.ok) texts.set(path, text.value);
    }
  };
  collect(root, 0);
  return texts;
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
  } catch {
    return [];
  }
}
