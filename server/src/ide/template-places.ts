import type { ChartRead, ChartReads } from '../chart/chart-read.ts';
import { reachIn } from '../chart/reach.ts';
import type { Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';

/** A line of a template, zero-based. */
export interface TemplatePlace {
  /** Relative to the chart's folder. */
  readonly file: string;
  readonly line: number;
  /** In bytes of the line. */
  readonly column: number;
}

/**
 * The lines that print the value at `path` while framework and accelerator are what they are; those
 * that only ask for it when none prints it.
 */
export function printingPlaces(
  { config, surroundings }: Analysis,
  reads: ChartReads,
  path: Path,
): readonly TemplatePlace[] {
  const { framework, accelerator } = config;
  const isReached = reachIn(
    {
      ...(framework && { framework: framework.value }),
      ...(accelerator && { accelerator: accelerator.value }),
    },
    surroundings.chart.conditions,
  );
  const reached = reads.touching(path).filter(isReached);
  const printing = reached.filter(({ isCondition, readsBelow }) => readsBelow && !isCondition);
  return placesOf(printing.length > 0 ? printing : reached);
}

/** Every line that reads the value at `path`, a part of it, or a map that holds it. */
export function readingPlaces(reads: ChartReads, path: Path): readonly TemplatePlace[] {
  return placesOf(reads.touching(path));
}

/** By file and line; the first column of a line stands for the others. */
function placesOf(reads: readonly ChartRead[]): readonly TemplatePlace[] {
  const places = new Map<string, TemplatePlace>();
  for (const { file, line, column = 0 } of reads) {
    if (line === undefined) continue;
    const key = `${file}:${String(line)}`;
    const known = places.get(key);
    if (known === undefined || column < known.column) places.set(key, { file, line, column });
  }
  return [...places.values()].sort(
    (a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || a.line - b.line,
  );
}
