import type { ValueEdit } from '../syntax/edit-values.ts';

export interface Fix {
  /** Imperative: "Set tensorParallelSize to 4". */
  readonly title: string;
  /** Safe fixes keep the meaning of the file and may be applied all at once. */
  readonly isSafe: boolean;
  readonly edits: readonly ValueEdit[];
}
