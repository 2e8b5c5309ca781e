import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chartNameOf, chartNames } from '../../chart/describe-chart.ts';
import { readText } from './read-text.ts';

/** A folder with more folders than this is not searched for a chart beside the file. */
const maxNeighbours = 200;

/**
 * The folder of the nearest chart of ours: the folder of the file, then those beside it, then the
 * same one level up and so on, as far as the repository goes.
 */
export function findChartNear(file: string): string | undefined {
  const start = dirname(file);
  for (let folder = start; ; folder = dirname(folder)) {
    const found = candidates(folder, folder === start).find(isOurChart);
    if (found !== undefined) return found;
    if (folder === dirname(folder) || existsSync(join(folder, '.git'))) return undefined;
  }
}

/** Further up only folders of the chart's own name are tried: a home folder has hundreds. */
function candidates(folder: string, isStart: boolean): string[] {
  const named = [...chartNames].map((name) => join(folder, name));
  return [folder, ...named, ...(isStart ? foldersIn(folder) : [])];
}

function isOurChart(folder: string): boolean {
  const text = readText(join(folder, 'Chart.yaml'), 2 ** 20);
  return text.ok && chartNames.has(chartNameOf(text.value) ?? '');
}

function foldersIn(folder: string): string[] {
  try {
    const folders = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => join(folder, entry.name))
      .sort();
    return folders.length > maxNeighbours ? [] : folders;
  } catch {
    return [];
  }
}
