import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ChartTexts } from '../../chart/chart.ts';

const maxPackedBytes = 32 * 2 ** 20;
const maxUnpackedBytes = 64 * 2 ** 20;
const blockBytes = 512;

/** The texts of a chart that `helm package` made; the failure says why it is none. */
export function readPackedChart(file: string): Result<ChartTexts, string> {
  const unpacked = unpack(file);
  if (!unpacked.ok) return unpacked;
  const texts = new Map<string, string>();
  for (const { path, bytes } of filesIn(unpacked.value)) {
    // Everything stands in one folder of the chart's name; the charts below it are not ours to judge.
    const inner = path.replace(/^(\.\/)?[^/]+\//, '');
    if (isJudged(inner)) texts.set(inner, bytes.toString('utf8'));
  }
  const chartYaml = texts.get('Chart.yaml');
  if (chartYaml === undefined) return failed('there is no Chart.yaml in it');
  return ok({
    chartYaml,
    valuesYaml: texts.get('values.yaml') ?? '',
    templates: new Map([...texts].filter(([path]) => path.startsWith('templates/'))),
  });
}

function unpack(file: string): Result<Buffer, string> {
  try {
    if (statSync(file).size > maxPackedBytes) return failed('it is larger than 32 MiB');
    return ok(gunzipSync(readFileSync(file), { maxOutputLength: maxUnpackedBytes }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return failed('there is no such file');
    if (code === 'ERR_BUFFER_TOO_LARGE') return failed('it holds more than 64 MiB');
    return failed('it is not a packed chart');
  }
}

function isJudged(path: string): boolean {
  return (
    path === 'Chart.yaml' ||
    path === 'values.yaml' ||
    (path.startsWith('templates/') && /\.(ya?ml|tpl|txt|json)$/.test(path))
  );
}

/**
 * The regular files of a tar archive; a broken archive ends where it breaks.
 * Source: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html (ustar).
 */
function* filesIn(archive: Buffer): Generator<{ readonly path: string; readonly bytes: Buffer }> {
  let at = 0;
  while (at + blockBytes <= archive.length) {
    const header = archive.subarray(at, at + blockBytes);
    const name = textAt(header, 0, 100);
    if (name === '') return;
    const size = Number.parseInt(textAt(header, 124, 12).trim() || '0', 8);
    const start = at + blockBytes;
    if (!Number.isSafeInteger(size) || size < 0 || start + size > archive.length) return;
    const type = textAt(header, 156, 1);
    const prefix = textAt(header, 345, 155);
    if (type === '0' || type === '')
      yield {
        path: prefix === '' ? name : `${prefix}/${name}`,
        bytes: archive.subarray(start, start + size),
      };
    at = start + Math.ceil(size / blockBytes) * blockBytes;
  }
}

function textAt(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? length : end);
}
