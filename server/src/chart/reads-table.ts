import type { ChartRead, ReadCondition } from './chart-read.ts';

/** Reads of a chart as generated data: what many of them share stands once. */
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

export function readsIn({ files, guards, reads }: ReadsTable): readonly ChartRead[] {
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
