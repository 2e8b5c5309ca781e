import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Row } from './row.ts';

const root = join(import.meta.dirname, '../..');
const sizes = [
  { size: 500, runs: 3 },
  { size: 2_000, runs: 3 },
  { size: 10_000, runs: 1 },
] as const;
/** Lets a process say on its end what it held at most, in KiB. */
const tellMemory =
  "data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";

/** `check` over folders with copies of the presets, the start of the process included. */
export async function measureChecking(folder: string): Promise<readonly Row[]> {
  const presets = readdirSync(join(root, 'presets'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(root, 'presets', name), 'utf8'));
  const rows: Row[] = [];
  const start = await timeCheck(fill(join(folder, 'check-1'), presets, 1));
  for (const { size, runs } of sizes) {
    const checked = fill(join(folder, `check-${String(size)}`), presets, size);
    const measured: Run[] = [];
    for (let round = 0; round < runs; round++) measured.push(await timeCheck(checked));
    const slowest = Math.max(...measured.map(({ seconds }) => seconds));
    const what = `check of ${size.toLocaleString('en')} files`;
    rows.push({
      what,
      unit: 'files/s',
      ours: size / slowest,
      budget: 500,
      atLeast: true,
      ...(size === sizes[0].size && {
        note: `the slowest of three runs, with the start of the process: one file takes ${(start.seconds * 1000).toFixed(0)} ms; linear when the larger folders are not slower a file.`,
      }),
    });
    if (size === sizes.at(-1)?.size)
      rows.push({
        what: `${what}, memory at most`,
        unit: 'MiB',
        ours: Math.max(...measured.map(({ memoryMiB }) => memoryMiB)),
      });
  }
  return rows;
}

function fill(folder: string, texts: readonly string[], size: number): string {
  mkdirSync(folder);
  for (let file = 0; file < size; file++)
    writeFileSync(join(folder, `values-${String(file)}.yaml`), texts[file % texts.length] ?? '');
  return folder;
}

interface Run {
  readonly seconds: number;
  readonly memoryMiB: number;
}

async function timeCheck(folder: string): Promise<Run> {
  const begun = performance.now();
  const args = ['--import', tellMemory, join(root, 'dist/cli.mjs'), 'check', folder];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  if (!stdout.includes('nothing found')) throw new Error(`check said:\n${stdout.slice(0, 500)}`);
  return {
    seconds: (performance.now() - begun) / 1000,
    memoryMiB: Number(stderr.trim()) / 1024,
  };
}
