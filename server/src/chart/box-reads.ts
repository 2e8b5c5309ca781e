import type { ChartRead, ReadCondition } from './chart-read.ts';
import table from './data/box-reads.json' with { type: 'json' };

/** As `npm run generate` writes it: what many reads share stands once. */
export interface ReadsTable {
  readonly files: readonly string[];
  /** Text and whether it holds. */
  readonly guards: readonly (readonly [string, boolean])[];
  /** File, line, column, how it is read (1 everything below, 2 as a condition), guards, path. */
  readonly reads: readonly (readonly [
    number,
    number,
    number,
    number,
    readonly number[],
    ...string[],
  ])[];
}

/** What the templates of the chart in the box read, known without the engine. */
export function boxReads(): readonly ChartRead[] {
  const { files, guards, reads } = table as unknown as ReadsTable;
  const conditions = guards.map(([text, holds]): ReadCondition => ({ text, holds }));
  return reads.map(([file, line, column, kind, guarded, ...path]) => ({
    file: files[file] ?? '',
    ...(line >= 0 && { line, column }),
    path,
    readsBelow: (kind & 1) !== 0,
    isCondition: (kind & 2) !== 0,
    guards: guarded.flatMap((at) => conditions[at] ?? []),
  }));
}

export function tabulateReads(reads: readonly ChartRead[]): ReadsTable {
  const files = [...new Set(reads.map(({ file }) => file))];
  const keyOf = ({ text, holds }: ReadCondition) => JSON.stringify([text, holds]);
  const guards = [...new Set(reads.flatMap((read) => read.guards.map(keyOf)))];
  return {
    files,
    guards: guards.map((key) => JSON.parse(key) as [string, boolean]),
    reads: reads.map(({ file, line = -1, column = -1, path, readsBelow, isCondition, ...read }) => [
      files.indexOf(file),
      line,
      column,
      Number(readsBelow) + 2 * Number(isCondition),
      read.guards.map((guard) => guards.indexOf(keyOf(guard))),
      ...path,
    ]),
  };
}
