import { failed, ok, type Result } from '../base/result.ts';
import type { ChartTexts } from './chart.ts';

/**
 * The files of a chart that decide how values are judged. One list, so that a folder and what
 * `helm package` makes of it give the same findings.
 */
const judged = [
  { names: /^Chart\.yaml$/, maxBytes: 2 ** 20 },
  { names: /^values\.yaml$/, maxBytes: 5 * 2 ** 20 },
  { names: /^values\.schema\.json$/, maxBytes: 5 * 2 ** 20 },
  { names: /^templates\/.*\.(ya?ml|tpl|txt|json)$/, maxBytes: 2 ** 20 },
  { names: /^files\/.*\.(py|sh)$/, maxBytes: 2 ** 20 },
];

/** The folders of a chart that hold such files; others need not be entered. */
export const judgedFolders: readonly string[] = ['templates', 'files'];

/** Of the templates, and of the scripts; what is beyond makes us know less. */
const maxTexts = 500;
const maxSteps = 10;

/** The text, or the end of a sentence that says why it cannot be read. */
export type JudgedText = Result<string, string>;

/** How large the file at this path of a chart may be; undefined when it decides nothing. Relative, with `/`. */
export function judgedBytes(path: string): number | undefined {
  if (path.split('/').length > maxSteps) return undefined;
  return judged.find(({ names }) => names.test(path))?.maxBytes;
}

/** Puts together what was read; the failure says why it is no chart. */
export function chartTexts(files: ReadonlyMap<string, JudgedText>): Result<ChartTexts, string> {
  const chartYaml = files.get('Chart.yaml');
  if (chartYaml === undefined) return failed('there is no Chart.yaml in it');
  if (!chartYaml.ok) return failed(`its Chart.yaml cannot be read: ${chartYaml.failure}`);
  const values = files.get('values.yaml') ?? ok('');
  if (!values.ok) return failed(`its values.yaml cannot be read: ${values.failure}`);
  const schema = files.get('values.schema.json');
  return ok({
    chartYaml: withoutMark(chartYaml.value),
    ...(schema?.ok === true && { valuesSchema: withoutMark(schema.value) }),
    valuesYaml: withoutMark(values.value),
    templates: textsBelow('templates/', files),
    scripts: textsBelow('files/', files),
  });
}

/** What cannot be read is left out: it only makes us know less. */
function textsBelow(
  folder: string,
  files: ReadonlyMap<string, JudgedText>,
): ReadonlyMap<string, string> {
  const found = [...files]
    .flatMap(([path, text]) =>
      path.startsWith(folder) && text.ok ? [[path, withoutMark(text.value)] as const] : [],
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(found.slice(0, maxTexts));
}

/** Helm drops a byte order mark too. */
function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
