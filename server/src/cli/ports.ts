import type { Result } from '../base/result.ts';
import type { ChartFinder } from '../chart/chart-finder.ts';
import type { ChartSource } from '../chart/chart-source.ts';
import type { PresetLibrary } from '../chart/preset.ts';
import type { ReadsFinder } from '../chart/reads-finder.ts';
import type { ChartReader, Renderer } from '../chart/renderer.ts';
import type { Clusters } from '../deploy/cluster/clusters.ts';

/** What the command line needs of the world; cli.ts wires it. */
export interface Ports {
  readonly output: Output;
  readonly files: ValuesFiles;
  readonly charts: ChartFinder;
  readonly reads: ReadsFinder;
  readonly presets: PresetLibrary;
  readonly engine: ChartReader & Renderer;
  /** Loaded when a chart is to be fetched. */
  readonly chartSource: () => Promise<ChartSource>;
  /** Loaded when a cluster is first touched. */
  readonly clusters: () => Promise<Clusters>;
  /** Variables of the process. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Fires when the user presses Ctrl+C. */
  readonly signal: AbortSignal;
  /** URI of the folder with one page per finding code, with a trailing slash. */
  readonly docsBase: string;
  readonly version: string;
}

export interface Output {
  /** What was asked for. */
  print(text: string): void;
  /** What went wrong, remarks and progress. */
  complain(text: string): void;
  /** The answer of whoever sits at the terminal; undefined when nobody does. */
  ask(question: string): Promise<string | undefined>;
}

export interface ValuesFiles {
  /** The failure is the end of a sentence: "there is no such file". */
  read(path: string): Result<string, string>;
  isFolder(path: string): boolean;
  /** YAML files in the folder and below that could be values files, sorted; hidden and installed ones left out. */
  list(folder: string): readonly string[];
}
