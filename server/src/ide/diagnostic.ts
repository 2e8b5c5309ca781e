import type { Fix, Severity } from '../lint/rule.ts';
import type { Origin } from '../model/merged-values.ts';
import type { Path, Span } from '../syntax/node.ts';

/** A finding with its place in the text: what editors and `check` show. */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  /** Empty when it is about the text and not about a key. */
  readonly path: Path;
  readonly span: Span;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly Fix[];
  /** To be faded: what is marked has no effect. */
  readonly isUnnecessary: boolean;
}

/** A second place that explains the first, in this document or in another one that Helm merges. */
export interface RelatedPlace {
  readonly message: string;
  readonly origin: Origin;
  /** Offsets in the document of that origin. */
  readonly span: Span;
}
