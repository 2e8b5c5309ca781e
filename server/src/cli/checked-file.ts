import type { ChartChoice } from '../chart/chart.ts';
import type { Path } from '../syntax/node.ts';
import type { Position } from '../syntax/positions.ts';

/** What `check` has to say of one file; each format prints it in its own way. */
export interface CheckedFile {
  /** As the user named it, or below the folder that the user named. */
  readonly file: string;
  readonly chart: {
    readonly name: string;
    readonly version: string;
    /** What made it this chart: a flag, the modeline, its place nearby or in Helm's cache, the file's words (known: from releases, without its files), or nothing (the one in the box). */
    readonly source: 'flag' | ChartChoice;
  };
  readonly diagnostics: readonly CheckedDiagnostic[];
}

export interface CheckedDiagnostic {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  /** Empty when the finding is not about a key. */
  readonly path: Path;
  readonly range: Range;
  /** Page about the code. */
  readonly docs: string;
  readonly fixes: readonly CheckedFix[];
}

export interface CheckedFix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

/** Zero-based. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}
