import { indexReads, type ChartRead, type ChartReads } from './chart-read.ts';
import type { Chart } from './chart.ts';
import type { ChartReader, Renderer } from './renderer.ts';

/** Tells which values the templates of a chart read. The engine has to be asked, which takes its time. */
export interface ReadsFinder {
  /** The chart with what is known by now. */
  withReads(chart: Chart): Chart;
  /** Resolves when as much is known of the chart as can be; never rejects. */
  find(chart: Chart): Promise<void>;
  /** A file changed; charts that hold it are asked again. */
  forget(path: string): void;
}

/** `given` is what is known without asking, by folder. */
export function readsFinder(
  engine: ChartReader & Renderer,
  given: ReadonlyMap<string, readonly ChartRead[]> = new Map(),
): ReadsFinder {
  const byDirectory = new Map<string, Found>();
  for (const [directory, reads] of given) byDirectory.set(directory, found(reads));
  /** Charts whose files came out the same need not be analysed again. */
  const byContent = new Map<string, ChartReads>();

  async function ask(directory: string): Promise<ChartReads | undefined> {
    const read = await engine.readChart(directory);
    if (read.kind !== 'read') return undefined;
    const known = byContent.get(read.chart.id);
    if (known !== undefined) return known;
    const outcome = await engine.reads(read.chart);
    if (outcome.kind !== 'reads') return undefined;
    const reads = indexReads(outcome.reads);
    byContent.set(read.chart.id, reads);
    return reads;
  }

  return {
    withReads(chart) {
      const reads = byDirectory.get(chart.location.directory ?? '')?.reads;
      return reads === undefined ? chart : { ...chart, reads };
    },
    find({ location: { directory } }) {
      if (directory === undefined) return Promise.resolve();
      const known = byDirectory.get(directory);
      if (known !== undefined) return known.done;
      const asked: Found = {
        done: ask(directory).then(
          (reads) => {
            if (reads !== undefined) asked.reads = reads;
          },
          // A chart that cannot be analysed is judged without.
          () => undefined,
        ),
      };
      byDirectory.set(directory, asked);
      return asked.done;
    },
    forget(path) {
      for (const directory of byDirectory.keys())
        if (isBelow(directory, path)) byDirectory.delete(directory);
    },
  };
}

interface Found {
  readonly done: Promise<void>;
  reads?: ChartReads;
}

function found(reads: readonly ChartRead[]): Found {
  return { done: Promise.resolve(), reads: indexReads(reads) };
}

function isBelow(directory: string, path: string): boolean {
  return (
    path === directory || path.startsWith(`${directory}/`) || path.startsWith(`${directory}\\`)
  );
}
