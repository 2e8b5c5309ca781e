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
  const empty = join(folder, 'check-none');
  mkdirSync(empty);
  const start = await timeCheck(empty);
  for (const { size, runs } of sizes) {
    const checked = join(folder, `check-${String(size)}`);
    mkdirSync(checked);
    for (let file = 0; file < size; file++) {
      const text = presets[file % presets.length] ?? '';
      writeFileSync(join(checked, `values-${String(file)}.yaml`), text);
    }
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
        note: `the slowest of three runs, with the start of the process, which takes ${(start.seconds * 1000).toFixed(0)} ms; linear when the larger folders are not slower a file.`,
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
