import type { Path, Span } from './node.ts';

/** What can be written in place of a whole map or list. */
export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A change in terms of keys and values. */
export type ValueEdit =
  /** Sets the value at `path`, adding the keys above it that are missing. */
  | { readonly kind: 'set'; readonly path: Path; readonly value: string | number | boolean }
  /** Writes `value` in place of whatever the key at `path` has; comments in what goes stand above the key then. */
  | { readonly kind: 'replace'; readonly path: Path; readonly value: Json }
  /** Removes the key and what hangs below it, and the maps above it that are empty then. */
  | { readonly kind: 'remove'; readonly path: Path }
  /** Gives the key at `path` another name in the same map. */
  | { readonly kind: 'rename'; readonly path: Path; readonly key: string }
  /** Takes a scalar to a place where nothing stands yet, with the comment at the end of its line. */
  | {
      readonly kind: 'move';
      readonly path: Path;
      readonly to: Path;
      /** Comments right above the key are about it alone and go along; else they stay. */
      readonly takesCommentsAbove?: boolean;
    }
  /** Puts quotes around the scalar as it is written, so that YAML reads a string. */
  | { readonly kind: 'quote'; readonly path: Path };

/** A change of the text: what stands in `span` gives way to `newText`. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}
