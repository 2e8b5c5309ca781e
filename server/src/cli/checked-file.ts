import type { ChartChoice } from '../chart/chart.ts';
import type { Path } from '../syntax/node.ts';
import type { Position } from '../syntax/positions.ts';

/** What `check` has to say of one file; each format prints it in its own way. */
export interface CheckedFile {
  /** As the user named it, or below the folder that the user named. */
  readonly file: string;
  /** Null for a file that is not checked. */
  readonly chart: {
    readonly name: string;
    readonly version: string;
    /** What made it this chart: a flag, the modeline, its place nearby or in Helm's cache, the file's words (known: from releases, without its files), or nothing (the one in the box). */
    readonly source: 'flag' | ChartChoice;
  } | null;
  readonly diagnostics: readonly CheckedDiagnostic[];
  /** Why the file is not checked, in one sentence; absent for one that is. */
  readonly skipped?: string;
}

/** A file that evidently is something else, and nothing that is wrong. */
export function skippedFile(file: string, sentence: string): CheckedFile {
  return { file, chart: null, diagnostics: [], skipped: sentence };
}

/** What is found in the parts of one file, by place; undefined when there is none. */
export function joinParts(parts: readonly CheckedFile[]): CheckedFile | undefined {
  const [first, ...others] = parts;
  if (first === undefined || others.length === 0) return first;
  const found = new Map(
    // What is wrong with the text as a whole is found in each of them.
    parts.flatMap(({ diagnostics }) =>
      diagnostics.map((one) => [JSON.stringify([one.code, one.range, one.message]), one] as const),
    ),
  );
  const diagnostics = [...found.values()].sort(
    ({ range: { start: a } }, { range: { start: b } }) =>
      a.line - b.line || a.character - b.character,
  );
  return { ...first, diagnostics };
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
