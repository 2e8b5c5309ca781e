import { existsSync, readdirSync, type Dirent } from 'node:fs';
import { dirname, join } from 'node:path';
import type { NamedChart } from '../../chart/chart.ts';
import { chartNames, metadataOf } from '../../chart/describe-chart.ts';
import { packedName } from '../../chart/packed.ts';
import { readText } from './read-text.ts';

/** A chart of ours near a file. What an archive holds is known by its name alone. */
export interface NearChart extends NamedChart {
  readonly path: string;
  readonly isPacked: boolean;
}

/** A folder with more folders than this is not searched for a chart beside the file. */
const maxNeighbours = 200;

/**
 * The charts of ours near a file, level by level: in its folder, then one level up and so on, as far
 * as the repository goes. On each level folders come first: somebody may have edited them.
 */
export function* chartsNear(file: string): Generator<readonly NearChart[]> {
  const start = dirname(file);
  for (let folder = start; ; folder = dirname(folder)) {
    yield [...foldersOfCharts(folder, folder === start), ...packedIn(folder)];
    if (folder === dirname(folder) || existsSync(join(folder, '.git'))) return;
  }
}

/** Where a chart would have to come to be taken before all that is near now. */
export function foldersBeside(file: string): readonly string[] {
  const folder = dirname(file);
  return [folder, join(folder, 'charts')];
}

/** Further up only folders of the chart's own name are tried: a home folder has hundreds. */
function foldersOfCharts(folder: string, isStart: boolean): NearChart[] {
  const named = [folder, join(folder, 'charts')].flatMap((parent) =>
    [...chartNames].map((name) => join(parent, name)),
  );
  const paths = new Set([folder, ...named, ...(isStart ? foldersIn(folder) : [])]);
  return [...paths].flatMap((path) => {
    const text = readText(join(path, 'Chart.yaml'), 2 ** 20);
    const metadata = text.ok ? metadataOf(text.value) : undefined;
    return metadata !== undefined && chartNames.has(metadata.name)
      ? [{ ...metadata, path, isPacked: false }]
      : [];
  });
}

/** As `helm pull` leaves them in a folder, and `helm dependency update` in the `charts` of one. */
function packedIn(folder: string): NearChart[] {
  return [folder, join(folder, 'charts')].flatMap((parent) =>
    entriesOf(parent).flatMap((entry) => {
      const named = packedName(entry.name);
      return named !== undefined && chartNames.has(named.name)
        ? [{ ...named, path: join(parent, entry.name), isPacked: true }]
        : [];
    }),
  );
}

function foldersIn(folder: string): string[] {
  const folders = entriesOf(folder)
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(folder, entry.name))
    .sort();
  return folders.length > maxNeighbours ? [] : folders;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
