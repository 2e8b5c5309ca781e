import type { ChartFinder } from '../chart/chart-finder.ts';
import type { ChartReader, Renderer } from '../chart/renderer.ts';
import type { Result } from '../base/result.ts';

/** What the command line needs of the world; cli.ts wires it. */
export interface Ports {
  readonly output: Output;
  readonly files: ValuesFiles;
  readonly charts: ChartFinder;
  /** Made on first use: `check` renders nothing. */
  readonly engine: () => Promise<Renderer & ChartReader>;
  /** URI of the folder with one page per finding code, with a trailing slash. */
  readonly docsBase: string;
  readonly version: string;
}

export interface Output {
  /** What was asked for. */
  print(text: string): void;
  /** What went wrong, and remarks. */
  complain(text: string): void;
}

export interface ValuesFiles {
  /** The failure is the end of a sentence: "there is no such file". */
  read(path: string): Result<string, string>;
  isFolder(path: string): boolean;
  /** YAML files in the folder and below that could be values files, sorted; hidden and installed ones left out. */
  list(folder: string): readonly string[];
}
