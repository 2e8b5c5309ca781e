import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ReadsTable } from '../server/src/chart/reads-table.ts';
import type { ChartRead } from '../server/src/chart/chart-read.ts';
import { createHelmEngine } from '../server/src/node/engine/helm-engine.ts';

const root = new URL('../', import.meta.url);

/** Writes down which values the chart in the box reads, so that no engine starts to tell. */
export async function writeBoxReads(
  tabulate: (reads: readonly ChartRead[]) => ReadsTable,
): Promise<number> {
  const engine = createHelmEngine({
    workerUrl: new URL('server/src/node/engine/engine-worker.ts', root),
    engineDirectory: fileURLToPath(new URL('engine/dist/', root)),
  });
  try {
    const read = await engine.readChart(fileURLToPath(new URL('inference-charts', root)));
    if (read.kind !== 'read') throw new Error(JSON.stringify(read));
    const outcome = await engine.reads(read.chart);
    if (outcome.kind !== 'reads') throw new Error(JSON.stringify(outcome));
    const table = tabulate(outcome.reads);
    const file = new URL('server/src/chart/data/box-reads.json', root);
    writeFileSync(file, `${JSON.stringify(table)}\n`);
    return table.reads.length;
  } finally {
    engine.stop();
  }
}
