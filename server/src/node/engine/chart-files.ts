import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  ChartFile,
  ChartSource,
  EngineFailure,
  RenderFailure,
  RequestError,
} from '../../chart/renderer.ts';
import type { EngineLimits } from './limits.ts';
import { tooLarge } from './too-large.ts';

/** Asks Helm's own rules which entries a .helmignore leaves out. */
export type IgnoredPaths = (
  request: IgnoreRequest,
) => Promise<{ readonly kind: 'ignored'; readonly paths: readonly string[] } | RenderFailure>;

export interface IgnoreRequest {
  /** The text of the .helmignore, empty when there is none. */
  readonly rules: string;
  readonly entries: readonly { readonly path: string; readonly directory: boolean }[];
}

/** A chart with the folders that were looked into for it, relative to its own; none for a .tgz. */
export interface ChartFilesRead {
  readonly kind: 'read';
  readonly chart: ChartSource;
  readonly folders: readonly string[];
}

/** Reads what Helm would load from a folder or a .tgz. The id is a hash of names and bytes. */
export async function readChartFiles(
  path: string,
  ignored: IgnoredPaths,
  limits: EngineLimits,
): Promise<ChartFilesRead | RequestError | EngineFailure> {
  try {
    const facts = await stat(path);
    if (!facts.isDirectory()) {
      if (facts.size > limits.chartBytes) return tooLarge('chart', limits);
      const archive = await readFile(path);
      return {
        kind: 'read',
        chart: { id: hashOf([{ path: '', bytes: archive }]), archive },
        folders: [],
      };
    }
    const walked = await walk(path, ignored, limits);
    if (!('files' in walked)) return walked;
    const { files, folders } = walked;
    return { kind: 'read', chart: { id: hashOf(files), files }, folders };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'chart-error', message: `The chart cannot be read: ${reason}` };
  }
}

interface Entry {
  readonly path: string;
  readonly directory: boolean;
  readonly bytes: number;
}

/** Level by level, so that an ignored folder (.git, node_modules) is never entered and few questions are asked. */
async function walk(
  root: string,
  ignored: IgnoredPaths,
  limits: EngineLimits,
): Promise<
  | { readonly files: readonly ChartFile[]; readonly folders: readonly string[] }
  | RequestError
  | EngineFailure
> {
  const rules = await readIgnoreRules(root);
  const found: Entry[] = [];
  const entered: string[] = [];
  let seen = 0;
  let folders = [''];
  while (folders.length > 0) {
    const level = (await Promise.all(folders.map((folder) => entriesOf(root, folder)))).flat();
    entered.push(...folders);
    seen += level.length;
    if (seen > limits.chartEntries) return tooLarge('chart', limits);
    const answer = await ignored({ rules, entries: level });
    if (answer.kind !== 'ignored') return asReadFailure(answer);
    const left = new Set(answer.paths);
    const kept = level.filter((entry) => !left.has(entry.path));
    found.push(...kept.filter((entry) => !entry.directory));
    folders = kept.filter((entry) => entry.directory).map((entry) => entry.path);
  }
  const bytes = found.reduce((sum, entry) => sum + entry.bytes, 0);
  if (bytes > limits.chartBytes) return tooLarge('chart', limits);
  found.sort(inWalkingOrder);
  return {
    folders: entered,
    files: await Promise.all(
      found.map(async ({ path }) => ({ path, bytes: await readFile(join(root, path)) })),
    ),
  };
}

async function readIgnoreRules(root: string): Promise<string> {
  try {
    return await readFile(join(root, '.helmignore'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Symbolic links are followed, as Helm follows them; a circle of them ends at the limit of entries. */
async function entriesOf(root: string, folder: string): Promise<Entry[]> {
  const names = await readdir(join(root, folder));
  return Promise.all(
    names.map(async (name) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      const facts = await stat(join(root, path));
      if (!facts.isDirectory() && !facts.isFile())
        throw new Error(`${path} is neither a file nor a folder`);
      return { path, directory: facts.isDirectory(), bytes: facts.isFile() ? facts.size : 0 };
    }),
  );
}

/** Helm walks a folder by name, in bytes, and prints `crds/` in that order. */
function inWalkingOrder(a: Entry, b: Entry): number {
  const left = a.path.split('/');
  const right = b.path.split('/');
  for (const [i, name] of left.entries()) {
    const order = Buffer.compare(Buffer.from(name), Buffer.from(right[i] ?? ''));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function hashOf(files: readonly ChartFile[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of files)
    hash.update(`${String(path.length)}:${path}${String(bytes.byteLength)}:`).update(bytes);
  return hash.digest('hex');
}

/** Reading asks the engine about names alone, so that other failures would be its own fault. */
function asReadFailure(failure: RenderFailure): RequestError | EngineFailure {
  switch (failure.kind) {
    case 'chart-error':
    case 'release-error':
    case 'timed-out':
    case 'too-large':
    case 'engine-failed':
    case 'cancelled':
      return failure;
    default:
      return { kind: 'engine-failed', message: failure.message };
  }
}
