import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ChartTexts } from '../../chart/chart.ts';
import { helmIgnored, type Ignored } from '../../chart/helmignore.ts';
import {
  chartTexts,
  judgedBytes,
  judgedFolders,
  type JudgedText,
} from '../../chart/judged-files.ts';
import { isPacked } from '../../chart/packed.ts';
import { readPackedChart } from './read-packed-chart.ts';
import { readText, tellReadFailure } from './read-text.ts';

/** Files and folders that are looked at; links may go round in a circle. */
const maxEntries = 10_000;
const maxRulesBytes = 2 ** 20;

/** The texts of the chart in a folder or an archive; the failure says why it is none. */
export function readAnyChart(path: string): Result<ChartTexts, string> {
  return isPacked(path) ? readPackedChart(path) : readChart(path);
}

/** The texts of the chart in `directory`, without what Helm would not load; the failure says why it is no chart. */
export function readChart(directory: string): Result<ChartTexts, string> {
  const rules = readText(join(directory, '.helmignore'), maxRulesBytes);
  const texts = new Map<string, JudgedText>();
  for (const path of filesIn(directory, helmIgnored(rules.ok ? rules.value : ''))) {
    const maxBytes = judgedBytes(path);
    if (maxBytes === undefined) continue;
    const text = readText(join(directory, path), maxBytes);
    if (text.ok) texts.set(path, ok(text.value));
    else if (text.failure.kind !== 'absent') texts.set(path, failed(tellReadFailure(text.failure)));
  }
  return chartTexts(texts);
}

/** Relative, with `/`: the chart's own files, and those in the folders that decide anything. */
function* filesIn(directory: string, isIgnored: Ignored): Generator<string> {
  const own = ['Chart.yaml', 'values.yaml', 'values.schema.json'];
  yield* own.filter((name) => !isIgnored(name, false));
  const pending = judgedFolders.filter((folder) => !isIgnored(folder, true));
  let seen = 0;
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop())
    for (const entry of entriesOf(join(directory, folder))) {
      const path = `${folder}/${entry.name}`;
      seen += 1;
      if (seen > maxEntries) return;
      const isFolder = entry.isSymbolicLink()
        ? isFolderAt(join(directory, path))
        : entry.isDirectory();
      if (isIgnored(path, isFolder)) continue;
      if (isFolder) pending.push(path);
      else yield path;
    }
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isFolderAt(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
