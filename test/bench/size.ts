import { execFile } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Row } from './row.ts';
import { spreadOf } from './statistics.ts';

const root = join(import.meta.dirname, '../..');
const loads = 10;

/** What is downloaded, and what is read only when a cluster is first touched. */
export async function measureSize(vsix: string): Promise<readonly Row[]> {
  const chunk = readdirSync(join(root, 'dist')).find((name) => /^clusters-\w+\.mjs$/.test(name));
  if (chunk === undefined) throw new Error('The chunk with the Kubernetes client is not in dist.');
  const file = join(root, 'dist', chunk);
  const loaded = await load(pathToFileURL(file).href);
  const name = '@kubernetes/client-node, as installed';
  const other = await load(import.meta.resolve('@kubernetes/client-node'));
  const row = (what: string, unit: string, of: keyof Load) => ({
    ...{ what: `deploy chunk, ${what}`, unit, ours: spreadOf(loaded.map((one) => one[of])) },
    peer: { name, measured: spreadOf(other.map((one) => one[of])) },
  });
  return [
    { what: 'packed extension', unit: 'MiB', ours: mebibytes(statSync(vsix).size), budget: 12 },
    { what: 'deploy chunk', unit: 'MiB', ours: mebibytes(statSync(file).size) },
    row('load', 'ms', 'durationMs'),
    row('resident memory', 'MiB', 'residentMiB'),
    row('heap', 'MiB', 'heapMiB'),
  ];
}

function mebibytes(bytes: number): number {
  return bytes / 2 ** 20;
}

interface Load {
  readonly durationMs: number;
  /** What the process has more than before. */
  readonly residentMiB: number;
  /** The same of what is still reachable. */
  readonly heapMiB: number;
}

/** Runs in a process of its own, so that nothing of it is there before. */
const script = `
const used = () => { gc(); const { rss, heapUsed } = process.memoryUsage(); return { rss, heapUsed }; };
const before = used();
const begun = performance.now();
await import(process.argv[1]);
const durationMs = performance.now() - begun;
const after = used();
const [residentMiB, heapMiB] = ['rss', 'heapUsed'].map((of) => (after[of] - before[of]) / 2 ** 20);
console.log(JSON.stringify({ durationMs, residentMiB, heapMiB }));
process.exit();`;

async function load(module: string): Promise<readonly Load[]> {
  const measured: Load[] = [];
  for (let round = 0; round < loads; round++) {
    const args = ['--expose-gc', '--input-type=module', '--eval', script, module];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    measured.push(JSON.parse(stdout) as Load);
  }
  return measured;
}
