import type { Span } from '../syntax/node.ts';
import { parse, type ValuesDocument } from '../syntax/parse.ts';
import type { Chart } from './chart.ts';
import type { DependencyPlace, ParentChart } from './dependencies.ts';
import type { ModelConfigFile } from './model-config-file.ts';

/** Finds what surrounds a values file: its chart and the files that Helm reads before it. */
export interface ChartFinder {
  /** Never fails: what was named and cannot be read is told, and the next best chart is taken. */
  surround(document: ValuesDocument, place: Place): Surrounded;
  /** The chart of somebody else whose folder the file lies in, or below. */
  parentOf(file: string): ParentChart | undefined;
  /** Drops what is remembered of this file or of the chart it lies in. */
  forget(path: string): void;
  forgetAll(): void;
}

/** Where a document stands and what its user settled outside of it. Paths are absolute. */
export interface Place {
  /** Absent for a document that was never saved. */
  readonly file?: string;
  /** The chart that a setting names; a modeline outranks it. */
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
  /** What was named and cannot be used. */
  readonly problems: readonly SurroundProblem[];
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
