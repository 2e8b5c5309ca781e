import type { Path, Span } from './node.ts';

/** What is being written where the cursor stands; also in text that is not YAML yet. */
export type Cursor = KeyCursor | ValueCursor;

/** A key of a map, or the start of a list item, which may become either. */
export interface KeyCursor {
  readonly kind: 'key';
  /** The map that the key belongs to. */
  readonly map: Path;
  /** Keys that the map has already, without the one being written. */
  readonly present: readonly string[];
  readonly prefix: string;
  /** What accepting a proposal replaces; on the cursor's line. */
  readonly span: Span;
  readonly column: number;
  /** A colon follows already. */
  readonly hasColon: boolean;
  readonly isInFlow: boolean;
  /** Right behind a dash: a plain value is as good. */
  readonly isItem: boolean;
}

export interface ValueCursor {
  readonly kind: 'value';
  readonly path: Path;
  readonly prefix: string;
  readonly span: Span;
  /** Quotes that the value starts with. */
  readonly style: 'plain' | 'single' | 'double';
  /** The colon stands right before the cursor and needs a space after it. */
  readonly needsSpace: boolean;
  readonly isInFlow: boolean;
}
