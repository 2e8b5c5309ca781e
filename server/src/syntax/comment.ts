import type { Span } from './node.ts';

export interface Comment {
  /** Without the `#`. */
  readonly text: string;
  readonly span: Span;
}
