import { readFileSync, statSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ChartTexts } from '../../chart/chart.ts';
import { chartTexts, judgedBytes, type JudgedText } from '../../chart/judged-files.ts';
import { packedEntries } from './packed-entries.ts';
import { tellReadFailure } from './read-text.ts';

const maxPackedBytes = 32 * 2 ** 20;
const maxUnpackedBytes = 64 * 2 ** 20;

/** The texts of a chart that `helm package` made; the failure says why it is none. */
export function readPackedChart(file: string): Result<ChartTexts, string> {
  const unpacked = unpack(file);
  if (!unpacked.ok) return unpacked;
  const entries = packedEntries(unpacked.value);
  if (entries === undefined) return failed('it holds files outside of its folder');
  const texts = new Map<string, JudgedText>();
  for (const { path, bytes } of entries) {
    const maxBytes = judgedBytes(path);
    if (maxBytes === undefined) continue;
    const isTooLarge = bytes.length > maxBytes;
    texts.set(
      path,
      isTooLarge
        ? failed(tellReadFailure({ kind: 'too-large', maxBytes }))
        : ok(bytes.toString('utf8')),
    );
  }
  return chartTexts(texts);
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
