import type { Path } from '../syntax/node.ts';

/** What the schema of the chart's generation says against the merged values. */
export interface SchemaFinding {
  readonly code:
    | 'unknown-key'
    | 'wrong-type'
    | 'value-not-allowed'
    | 'value-out-of-range'
    | 'missing-key'
    | 'misplaced-key';
  /** The value at fault; for a missing key the map that lacks it; for an unknown key the key itself. */
  readonly path: Path;
  /** Unknown and misplaced keys are marked on the key, a missing key on its parent's key, the rest on the value. */
  readonly on: 'key' | 'value';
  readonly message: string;
  /** Likely cures, best first: the key that was meant, where it moved to, an allowed value. */
  readonly suggestions: readonly SchemaSuggestion[];
}

export type SchemaSuggestion =
  | { readonly kind: 'rename-key'; readonly key: string }
  | { readonly kind: 'move-key'; readonly to: Path }
  | { readonly kind: 'set-value'; readonly value: string | number | boolean };
