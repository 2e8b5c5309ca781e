import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ChartSource } from '../../chart/renderer.ts';

/** Charts as they were last read, so that a preview that follows the keys reads no file again. */
export interface ChartMemory {
  /** The chart, when nothing in its folders was written since. */
  recall(path: string): ChartSource | undefined;
  /** `folders` are those that were looked into, relative to `path`; `begunMs` is when the reading began. */
  keep(
    path: string,
    read: { readonly chart: ChartSource; readonly folders: readonly string[] },
    begunMs: number,
  ): void;
}

/** As many as the engine itself keeps. */
const maxCharts = 4;

/**
 * File systems tell times in steps, so of a file that was written just before it was read a later change may not
 * show. Such a chart is read again, as git does.
 */
const settledMs = 2_000;

interface Kept {
  readonly chart: ChartSource;
  readonly folders: readonly string[];
  readonly stamp: string;
}

export function rememberCharts(): ChartMemory {
  const charts = new Map<string, Kept>();
  return {
    recall(path) {
      const kept = charts.get(path);
      if (kept === undefined) return undefined;
      if (stampOf(path, kept.folders)?.text === kept.stamp) return kept.chart;
      charts.delete(path);
      return undefined;
    },
    keep(path, { chart, folders }, begunMs) {
      const stamp = stampOf(path, folders);
      if (stamp === undefined || stamp.lastMs > begunMs - settledMs) return;
      charts.set(path, { chart, folders, stamp: stamp.text });
      const [oldest] = charts.keys();
      if (charts.size > maxCharts && oldest !== undefined) charts.delete(oldest);
    },
  };
}

/** What changes whenever anything in the folders does; the change time cannot be set by hand. */
function stampOf(
  root: string,
  folders: readonly string[],
): { readonly text: string; readonly lastMs: number } | undefined {
  try {
    const facts = [stampOfFile(root)];
    for (const folder of folders)
      for (const name of readdirSync(join(root, folder)))
        facts.push(stampOfFile(join(root, folder, name), name));
    return {
      text: facts.map(({ text }) => text).join('\n'),
      lastMs: Math.max(...facts.map(({ lastMs }) => lastMs)),
    };
  } catch {
    return undefined; // reading it again says what is wrong
  }
}

function stampOfFile(path: string, name = ''): { readonly text: string; readonly lastMs: number } {
  const { dev, ino, mode, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
  const last = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return {
    text: [name, dev, ino, mode, size, mtimeNs, ctimeNs].join(' '),
    lastMs: Number(last / 1_000_000n),
  };
}
