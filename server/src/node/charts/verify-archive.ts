import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Parser } from 'tar/parse';
import { failed, ok, type Result } from '../../base/result.ts';
import { chartNames, metadataOf } from '../../chart/describe-chart.ts';

/** What an archive holds, once it is known to be a chart of ours. */
export interface VerifiedArchive {
  readonly name: string;
  readonly version: string;
  readonly files: readonly ArchivedFile[];
}

export interface ArchivedFile {
  /** Below the chart's folder, with slashes; stays inside of it on every system. */
  readonly path: string;
  readonly bytes: Buffer;
}

const maxUnpackedBytes = 64 * 2 ** 20;
/** The published chart has some dozens. */
const maxFiles = 10_000;

/** Looks at everything in memory before anything is written. The failure is the end of a sentence. */
export async function verifyArchive(packed: Buffer): Promise<Result<VerifiedArchive, string>> {
  const unpacked = await unzip(packed);
  if (!unpacked.ok) return unpacked;
  const files = readEntries(unpacked.value);
  if (!files.ok) return files;
  const chartYaml = files.value.find(({ path }) => path === 'Chart.yaml');
  if (chartYaml === undefined) return failed('it has no Chart.yaml, so it is no packed chart');
  const text = chartYaml.bytes.toString('utf8');
  const { name, version } = metadataOf(text);
  if (!chartNames.has(name))
    return failed(`its chart is named ${name || 'nothing'}, not ${[...chartNames].join(' or ')}`);
  return ok({ name, version, files: files.value });
}

const unzipped = promisify(gunzip);

async function unzip(packed: Buffer): Promise<Result<Buffer, string>> {
  try {
    return ok(await unzipped(packed, { maxOutputLength: maxUnpackedBytes }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE')
      return failed(`it unpacks to more than ${maxUnpackedBytes / 2 ** 20} MiB`);
    if (code === 'Z_BUF_ERROR') return failed('it ends in the middle');
    return failed('it is no gzip archive');
  }
}

function readEntries(archive: Buffer): Result<readonly ArchivedFile[], string> {
  const files = new Map<string, Buffer>();
  const faults: string[] = [];
  const refuse = (reason: string) => faults.push(reason);
  const parser = new Parser({
    onwarn: () => refuse('it is damaged'),
    onReadEntry(entry) {
      const path = innerPath(entry.path);
      const pieces: Buffer[] = [];
      entry.on('data', (piece: Buffer) => pieces.push(piece));
      entry.on('end', () => {
        if (entry.type === 'Directory') return;
        if (!regular.has(entry.type)) refuse(`${entry.path} in it is a ${nameOf(entry.type)}`);
        if (path === undefined) refuse(`${entry.path} in it lies outside of the chart's folder`);
        if (files.size >= maxFiles) refuse(`it holds more than ${maxFiles} files`);
        if (path === undefined || faults.length > 0) return;
        if (files.has(path)) refuse(`${entry.path} is in it twice`);
        files.set(path, Buffer.concat(pieces));
      });
    },
  });
  let ends = 0;
  parser.on('eof', () => ends++);
  parser.end(archive);
  const [fault = ends === 0 ? 'it ends in the middle' : undefined] = faults;
  return fault === undefined
    ? ok([...files].map(([path, bytes]) => ({ path, bytes })))
    : failed(fault);
}

const regular: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);

function nameOf(type: string): string {
  if (type === 'SymbolicLink' || type === 'Link') return 'link, which no chart needs';
  return `${type}, which no chart needs`;
}

/** Without the folder of the chart; undefined where it climbs out, on this or another system. */
function innerPath(path: string): string | undefined {
  const [top, ...inner] = path.replace(/^(?:\.\/)+/, '').split(/[\\/]/);
  const isSafe = (part: string) =>
    part !== '' && part !== '..' && part !== '.' && !/[:\0]/.test(part);
  if (top === undefined || inner.length === 0) return undefined;
  return isSafe(top) && inner.every(isSafe) ? inner.join('/') : undefined;
}
