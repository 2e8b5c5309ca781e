import { dirname } from 'node:path';
import { isPacked } from '../chart/packed.ts';
import type { WatchedFolder } from './folder-watcher.ts';
import type { Session } from './session.ts';
import type { Snapshot } from './snapshots.ts';

export interface SurroundingsWatch {
  /** The document was judged by what now surrounds it. */
  follow(snapshot: Snapshot): void;
  /** The document was closed. */
  leave(uri: string): void;
}

/** Watches the charts and files that open documents are judged by, and where a likelier chart may come. */
export function watchSurroundings(
  { ports: { folders } }: Session,
  changed: (paths: readonly string[]) => void,
): SurroundingsWatch {
  const byDocument = new Map<string, readonly WatchedFolder[]>();
  const watch = (): void => {
    folders.watch([...byDocument.values()].flat(), changed);
  };
  return {
    follow(snapshot) {
      byDocument.set(snapshot.uri, foldersAround(snapshot));
      watch();
    },
    leave(uri) {
      byDocument.delete(uri);
      watch();
    },
  };
}

function foldersAround({ surrounded }: Snapshot): WatchedFolder[] {
  const { chart, earlier, modelConfigs = [], searched = [] } = surrounded;
  const { directory, chosenBy } = chart.location;
  const files = [...earlier, ...modelConfigs].map(({ path }) => folderOf(path)).concat(searched);
  // The chart in the box comes and goes with this program.
  if (chosenBy === 'box' || directory === undefined) return files;
  return [isPacked(directory) ? folderOf(directory) : { path: directory, deep: true }, ...files];
}

function folderOf(file: string): WatchedFolder {
  return { path: dirname(file), deep: false };
}
