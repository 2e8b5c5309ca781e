import type { Path, Span } from './node.ts';

/** A change in terms of keys and values. */
export type ValueEdit =
  /** Sets the value at `path`, adding the keys above it that are missing. */
  | { readonly kind: 'set'; readonly path: Path; readonly value: string | number | boolean }
  /** Removes the key and what hangs below it, and the maps above it that are empty then. */
  | { readonly kind: 'remove'; readonly path: Path }
  /** Gives the key at `path` another name in the same map. */
  | { readonly kind: 'rename'; readonly path: Path; readonly key: string }
  /** Takes a scalar to a place where nothing stands yet, with the comment at the end of its line. */
  | { readonly kind: 'move'; readonly path: Path; readonly to: Path }
  /** Puts quotes around the scalar as it is written, so that YAML reads a string. */
  | { readonly kind: 'quote'; readonly path: Path };

/** A change of the text: what stands in `span` gives way to `newText`. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}
