import { execFileSync } from 'node:child_process';
import { startEditor, type ServerCommand } from './editor.ts';
import type { Row } from './row.ts';
import { ours, peer } from './servers.ts';
import { spreadOf } from './statistics.ts';
import { valuesText } from './values-texts.ts';

const starts = 12;

/** From the start of the process to the first diagnostics, and the memory that it then holds. */
export async function measureStarting(folder: string): Promise<readonly Row[]> {
  const our = await timeStarts(ours, folder);
  const other = await timeStarts(peer, folder);
  return [
    {
      what: 'server start to first diagnostics',
      unit: 'ms',
      ours: spreadOf(our.durations),
      budget: 300,
      peer: { name: peer.name, measured: spreadOf(other.durations) },
    },
    {
      what: 'language server memory, engine not started',
      unit: 'MiB',
      ours: Math.max(...our.memoryMiB),
      budget: 90,
      peer: { name: peer.name, measured: Math.max(...other.memoryMiB) },
    },
  ];
}

async function timeStarts(
  command: ServerCommand,
  folder: string,
): Promise<{ readonly durations: readonly number[]; readonly memoryMiB: readonly number[] }> {
  const durations: number[] = [];
  const memoryMiB: number[] = [];
  for (let round = 0; round < starts; round++) {
    const begun = performance.now();
    await using editor = await startEditor(command, folder);
    await editor.open(valuesText(100));
    durations.push(performance.now() - begun);
    memoryMiB.push(residentMiB(editor.process.pid));
  }
  return { durations, memoryMiB };
}

function residentMiB(processId: number | undefined): number {
  const kibibytes = execFileSync('ps', ['-o', 'rss=', '-p', String(processId)], {
    encoding: 'utf8',
  });
  return Number(kibibytes) / 1024;
}
