import type { ChartRead } from './chart-read.ts';
import table from './data/box-reads.json' with { type: 'json' };
import { readsIn, type ReadsTable } from './reads-table.ts';

/** What the templates of the chart in the box read, known without the engine. */
export function boxReads(): readonly ChartRead[] {
  return readsIn(table as unknown as ReadsTable);
}
