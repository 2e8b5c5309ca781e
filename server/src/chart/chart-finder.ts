import type { Span } from '../syntax/node.ts';
import { parse, type ValuesDocument } from '../syntax/parse.ts';
import type { Chart, ChartChoice, NamedChart } from './chart.ts';
import type { DependencyPlace, ParentChart } from './dependencies.ts';
import type { ModelConfigFile } from './model-config-file.ts';

/** Finds what surrounds a values file: its chart and the files that Helm reads before it. */
export interface ChartFinder {
  /** Never fails: what was named and cannot be read is told, and the next best chart is taken. */
  surround(document: ValuesDocument, place: Place): Surrounded;
  /** The charts on this machine that the document could be judged by as well, the likeliest first. Looks on the disk anew. */
  alternatives(document: ValuesDocument, place: Place): readonly ChartAlternative[];
  /** The chart of somebody else whose folder the file lies in, or below. */
  parentOf(file: string): ParentChart | undefined;
  /** Drops what is remembered of this file or of the chart it lies in. */
  forget(path: string): void;
  forgetAll(): void;
}

/** What names the chart in the box, in a flag, a modeline or a setting; a folder of that name is `./box`. */
export const boxWord = 'box';

/** Where a document stands and what its user settled outside of it. Paths are absolute. */
export interface Place {
  /** Absent for a document that was never saved. */
  readonly file?: string;
  /** The chart that a setting names, or the word for the one in the box; a modeline outranks it. */
  readonly settingChart?: string;
  /** The chart that the command line names; it outranks everything. */
  readonly flagChart?: string;
  /** Values files of the command line that Helm reads before this one; they outrank the modeline's. */
  readonly flagAfter?: readonly string[];
  /** The document is what a values file of this parent says to one of its dependencies. */
  readonly dependency?: DependencyPlace;
  /** By model id, as a setting names them. */
  readonly settingModelConfigs?: readonly NamedModelConfig[];
}

/** A config.json, or a folder with one, that a setting names for a model. */
export interface NamedModelConfig {
  readonly modelId: string;
  /** As the user wrote it. */
  readonly file: string;
  readonly path: string;
}

export interface Surrounded {
  readonly chart: Chart;
  /**
   * In Helm's order. `file` is as the user wrote it, `path` is absolute. For values of a dependency,
   * what each file says to it, and what the parent sets for all its dependencies.
   */
  readonly earlier: readonly EarlierFile[];
  /** For values of a dependency: the values files of the parent as a whole, this one last, in Helm's order. */
  readonly parents?: readonly ValuesDocument[];
  /** The modeline's first, then the settings'. */
  readonly modelConfigs?: readonly ModelConfigFile[];
  /** Why this chart, as one sentence. */
  readonly explanation: string;
  /** Folders in which a chart would have to come or go for another one to be taken; none when one was named. */
  readonly searched?: readonly SearchedFolder[];
  /** What was named and cannot be used. */
  readonly problems: readonly SurroundProblem[];
}

export interface SearchedFolder {
  /** Absolute. */
  readonly path: string;
  /** With the folders in it. */
  readonly deep: boolean;
}

export interface ChartAlternative extends NamedChart {
  /** Absolute path of the folder or archive. */
  readonly directory: string;
  readonly chosenBy: ChartChoice;
  /** Where it lies, in a few words. */
  readonly why: string;
  /** What the setting has to say for it. */
  readonly setting: string;
}

export interface EarlierFile {
  readonly file: string;
  readonly path: string;
  readonly document: ValuesDocument;
}

/** The text of an earlier values file as it takes part in the merge. */
export function parseEarlier(text: string): EarlierFile['document'] {
  return parse(text);
}

export interface SurroundProblem {
  readonly code: 'chart-not-readable' | 'values-file-not-readable';
  readonly message: string;
  /** The modeline that names it; absent when a setting or flag does. */
  readonly span?: Span;
}
