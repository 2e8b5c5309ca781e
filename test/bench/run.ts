import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureActivating } from './activating.ts';
import { measureAnswers } from './answers.ts';
import { measureChecking } from './checking.ts';
import { measureJudging } from './judging.ts';
import { measurePlanning } from './planning.ts';
import { measureRendering } from './rendering.ts';
import type { Row } from './row.ts';
import { measureSize } from './size.ts';
import { measureStarting } from './starting.ts';
import { tableOf } from './table.ts';
import { measureTyping } from './typing.ts';

/**
 * `npm run bench`: the budgets, measured on this machine with what is packed. A figure over its
 * budget is shown, not failed: how fast a machine is says nothing about a change. `-- --only typing`
 * measures one family.
 */
async function bench(only: string): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  const vsix = join(root, 'out/inference-charts.vsix');
  const folder = mkdtempSync(join(tmpdir(), 'inference-charts-bench-'));
  console.log('Packing the extension.');
  execFileSync(process.execPath, [join(root, 'build/package.ts')], { cwd: root, stdio: 'ignore' });
  const families: readonly [string, () => Promise<readonly Row[]> | readonly Row[]][] = [
    ['Typing', () => measureTyping(folder)],
    ['Answers', () => measureAnswers(folder)],
    ['Start and memory', () => measureStarting(folder)],
    ['Rendering', () => measureRendering(folder)],
    ['Rules', () => measureJudging()],
    ['Checking folders', () => measureChecking(folder)],
    ['Size', () => measureSize(vsix)],
    ['Planning against a control plane', () => measurePlanning()],
    ['Activation', () => measureActivating(vsix)],
  ];
  const asked = families.filter(([title]) => title.toLowerCase().includes(only.toLowerCase()));
  if (asked.length === 0)
    throw new Error(`--only takes a part of: ${families.map(([title]) => title).join(', ')}.`);
  const rows: Row[] = [];
  for (const [title, measure] of asked) {
    const begun = performance.now();
    const measured = await measure();
    rows.push(...measured);
    // Told at once: a family that hangs or fails must not take the others with it.
    console.log(`\n${title}: ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    console.log(tableOf(measured));
  }
  rmSync(folder, { recursive: true });
  const load = loadavg().map((average) => average.toFixed(1));
  const machine = `${cpus()[0]?.model ?? process.arch}, ${String(availableParallelism())} cores`;
  // What else ran meanwhile is in every figure.
  console.log(`\n${machine}, load ${load.join(' ')}\n`);
  console.log(tableOf(rows));
}

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
await bench(values.only);
