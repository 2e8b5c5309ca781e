import type { SearchedFolder } from '../chart/chart-finder.ts';

/** Tells of changes on the disk where the editor does not: outside of its folders, and in new ones that it missed. */
export interface FolderWatcher {
  /**
   * From now on watches these folders and no others; `changed` is given absolute paths. A folder that is
   * not there is left out, and tried again at the next call.
   */
  watch(folders: readonly WatchedFolder[], changed: (paths: readonly string[]) => void): void;
  close(): void;
}

export type WatchedFolder = SearchedFolder;
