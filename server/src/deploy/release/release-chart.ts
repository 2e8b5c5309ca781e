import type { ChartSource } from '../../chart/renderer.ts';
import { isMap, type Json } from '../objects/json.ts';
import type { ReleaseChart } from './release.ts';

/** What a release record keeps of the chart. Of a packed chart that is its name alone: nothing reads the rest back. */
export function releaseChart(
  source: ChartSource,
  named: { readonly name: string; readonly version: string },
  readYaml: (text: string) => unknown,
): ReleaseChart {
  const { name, version } = named;
  if (!('files' in source)) return { metadata: { name, version }, values: {}, templates: [] };
  const texts = new Map(
    source.files
      .filter(({ path }) => isKept(path))
      .map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]),
  );
  const map = (path: string): Json => {
    const value = readYaml(texts.get(path) ?? '');
    return isMap(value) ? value : {};
  };
  const schema = texts.get('values.schema.json');
  return {
    metadata: { name, version, ...map('Chart.yaml') },
    values: map('values.yaml'),
    templates: [...texts]
      .filter(([path]) => path.startsWith('templates/'))
      .map(([path, text]) => ({ name: path, text })),
    ...(schema !== undefined && { schema }),
  };
}

function isKept(path: string): boolean {
  return (
    path.startsWith('templates/') ||
    ['Chart.yaml', 'values.yaml', 'values.schema.json'].includes(path)
  );
}
