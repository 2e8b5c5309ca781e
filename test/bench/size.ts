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
  return [
    { what: 'packed extension', unit: 'MiB', ours: mebibytes(vsix), budget: 12 },
    { what: 'deploy chunk', unit: 'MiB', ours: mebibytes(file) },
    { what: 'deploy chunk, load', unit: 'ms', ours: spreadOf(await timeLoads(file)) },
  ];
}

function mebibytes(file: string): number {
  return statSync(file).size / 2 ** 20;
}

async function timeLoads(file: string): Promise<readonly number[]> {
  const script =
    'const begun = performance.now(); await import(process.argv[1]); console.log(performance.now() - begun); process.exit();';
  const durations: number[] = [];
  for (let round = 0; round < loads; round++) {
    const args = ['--input-type=module', '--eval', script, pathToFileURL(file).href];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    durations.push(Number(stdout));
  }
  return durations;
}
