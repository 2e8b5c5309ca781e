import type { ChartFinder } from '../chart/chart-finder.ts';
import type { ChartSource } from '../chart/chart-source.ts';
import type { PresetLibrary } from '../chart/preset.ts';
import type { ReadsFinder } from '../chart/reads-finder.ts';
import type { ChartReader, Renderer } from '../chart/renderer.ts';
import type { Clusters } from '../deploy/cluster/clusters.ts';
import type { FolderWatcher } from './folder-watcher.ts';

/** What the language server needs of the world; main.ts wires it. */
export interface Ports {
  readonly charts: ChartFinder;
  readonly reads: ReadsFinder;
  readonly engine: ChartReader & Renderer;
  readonly folders: FolderWatcher;
  /** Loaded when a chart is to be fetched. */
  readonly chartSource: () => Promise<ChartSource>;
  readonly clusters: () => Promise<Clusters>;
  readonly presets: PresetLibrary;
  /** URI of the folder with one page per finding code, with a trailing slash. */
  readonly docsBase: string;
  readonly version: string;
}
