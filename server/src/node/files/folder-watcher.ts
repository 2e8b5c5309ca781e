import { readdirSync, statSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { FolderWatcher, WatchedFolder } from '../../lsp/folder-watcher.ts';

const maxDepth = 8;
const maxFolders = 200;
/** What writes a file truncates it first, and tools write many: told when they have paused. */
const pauseMs = 75;

/** Watches with what the system offers; a folder that it cannot watch (limits, network) is left to the editor. */
export function folderWatcher(): FolderWatcher {
  const watched = new Map<string, WatchedTree>();
  const changes = new Set<string>();
  let tell: (paths: readonly string[]) => void = () => undefined;
  let pause: NodeJS.Timeout | undefined;
  const note = (path: string): void => {
    changes.add(path);
    clearTimeout(pause);
    pause = setTimeout(() => {
      const paths = [...changes];
      changes.clear();
      tell(paths);
    }, pauseMs).unref();
  };
  return {
    watch(folders, changed) {
      const wanted = new Map(folders.map((folder) => [keyOf(folder), folder]));
      for (const [key, tree] of watched) {
        if (wanted.has(key) && tree.isAlive()) continue;
        tree.close();
        watched.delete(key);
      }
      tell = changed;
      for (const [key, folder] of wanted)
        if (!watched.has(key)) watched.set(key, watchTree(folder, note));
    },
    close() {
      for (const tree of watched.values()) tree.close();
      watched.clear();
      clearTimeout(pause);
    },
  };
}

function keyOf({ path, deep }: WatchedFolder): string {
  return `${deep ? 'deep' : 'flat'} ${path}`;
}

interface WatchedTree {
  isAlive(): boolean;
  close(): void;
}

/** Each folder by itself: the recursive way would follow all that lies in a repository. */
function watchTree({ path, deep }: WatchedFolder, changed: (path: string) => void): WatchedTree {
  const watchers = new Map<string, Watched>();
  const end = (folder: string): void => {
    watchers.get(folder)?.watcher.close();
    watchers.delete(folder);
  };
  const begin = (folder: string, inode: bigint): void => {
    try {
      // It must not keep a server alive whose editor is gone.
      const watcher = watch(folder, { persistent: false }, (event, name) => {
        if (event === 'rename') refresh();
        changed(name === null ? folder : join(folder, name));
      });
      watcher.on('error', () => {
        end(folder);
      });
      watchers.set(folder, { watcher, inode });
    } catch {
      // Gone again, or one watch too many for the system.
    }
  };
  /** A folder came, went, or stands in the place of another of its name. */
  const refresh = (): void => {
    const present = foldersIn(path, deep ? maxDepth : 0);
    for (const [folder, { inode }] of watchers) if (present.get(folder) !== inode) end(folder);
    for (const [folder, inode] of present) if (!watchers.has(folder)) begin(folder, inode);
  };
  refresh();
  return {
    isAlive: () => watchers.has(path),
    close() {
      for (const folder of watchers.keys()) end(folder);
    },
  };
}

interface Watched {
  readonly watcher: FSWatcher;
  readonly inode: bigint;
}

/** The folder and what lies in it with their inodes, hidden ones and installed packages left out; none when it is not there. */
function foldersIn(root: string, maxDepth: number): ReadonlyMap<string, bigint> {
  const found = new Map<string, bigint>();
  const collect = (folder: string, depth: number): void => {
    if (found.size >= maxFolders) return;
    try {
      const { ino } = statSync(folder, { bigint: true });
      const entries = readdirSync(folder, { withFileTypes: true });
      found.set(folder, ino);
      if (depth === maxDepth) return;
      for (const entry of entries)
        if (entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
          collect(join(folder, entry.name), depth + 1);
    } catch {
      // Gone, or not ours to read.
    }
  };
  collect(root, 0);
  return found;
}
