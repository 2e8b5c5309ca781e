import type { Span } from './node.ts';

/** Something a YAML reader refuses or silently misreads. */
export interface Problem {
  readonly code:
    | 'yaml-syntax'
    | 'duplicate-key'
    | 'several-documents'
    | 'too-many-aliases'
    | 'merge-conflict'
    | 'control-character'
    | 'too-deep'
    | 'too-large';
  readonly message: string;
  readonly span: Span;
  /** The other place that explains this one, e.g. the first of two equal keys. */
  readonly related?: { readonly message: string; readonly span: Span };
}
