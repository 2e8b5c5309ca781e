import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Row } from './row.ts';

const root = join(import.meta.dirname, '../..');
const sizes = [500, 2_000] as const;
const runs = 3;

/** `check` over folders with copies of the presets, the start of the process included. */
export async function measureChecking(folder: string): Promise<readonly Row[]> {
  const presets = readdirSync(join(root, 'presets'))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => readFileSync(join(root, 'presets', name), 'utf8'));
  const rows: Row[] = [];
  for (const size of sizes) {
    const checked = join(folder, `check-${String(size)}`);
    mkdirSync(checked);
    for (let file = 0; file < size; file++) {
      const text = presets[file % presets.length] ?? '';
      writeFileSync(join(checked, `values-${String(file)}.yaml`), text);
    }
    const seconds: number[] = [];
    for (let round = 0; round < runs; round++) seconds.push(await timeCheck(checked));
    rows.push({
      what: `check of ${size.toLocaleString('en')} files`,
      unit: 'files/s',
      ours: size / Math.max(...seconds),
      budget: 500,
      atLeast: true,
      ...(size === sizes[0] && {
        note: 'the slowest of three runs; linear when the larger folder is not slower a file.',
      }),
    });
  }
  return rows;
}

async function timeCheck(folder: string): Promise<number> {
  const begun = performance.now();
  const cli = join(root, 'dist/cli.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'check', folder]);
  if (!stdout.includes('nothing found')) throw new Error(`check said:\n${stdout.slice(0, 500)}`);
  return (performance.now() - begun) / 1000;
}
