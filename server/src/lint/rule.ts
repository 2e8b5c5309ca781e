import type { Chart } from '../chart/chart.ts';
import type { Fact } from '../model/merged-values.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { ValueEdit } from '../syntax/edit-values.ts';
import type { Fix } from './fix.ts';
import type { MemoryFit } from './memory-fit.ts';
import type { UnreadKey } from './unread-keys.ts';

export type { Fix, ValueEdit };

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** One fault we know, as a record: what the docs page, the tests and the checker all read. */
export interface Rule {
  /** The fault in kebab-case, never changed once released: "ignore <id>" must read as English. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence, for lists. */
  readonly summary: string;
  /** The failure that the user would see, in a paragraph. */
  readonly why: string;
  readonly sources: readonly Source[];
  /** Must stay silent whenever a fact it needs is absent. Must not throw. */
  readonly check: (subject: Subject) => Iterable<Finding>;
  readonly examples: {
    /** Values files with carets under what is wrong (`# ^^^ rule-id`). */
    readonly bad: readonly BadExample[];
    /** Values files on which every rule is silent. */
    readonly good: readonly string[];
  };
}

export interface Source {
  readonly title: string;
  /** Version or date at which it was read. */
  readonly read: string;
  readonly url?: string;
}

export interface BadExample {
  readonly text: string;
  /** The text after the preferred fix; absent when no fix is certain. */
  readonly fixed?: string;
}

/** What a rule may look at: never YAML nodes, never files. */
export interface Subject {
  readonly config: InferenceConfig;
  readonly chart: Chart;
  /** Worked out once, however many rules ask. */
  readonly memoryFit: () => MemoryFit | undefined;
  /** Worked out once, however many rules ask. */
  readonly unreadKeys: () => readonly UnreadKey[];
}

export interface Finding {
  /** Where the squiggle goes. A fact of another file or of the chart's defaults makes the finding vanish: blame() finds the line of this document. */
  readonly at: Fact;
  /** Under the key when the key itself is wrong; the value otherwise. */
  readonly on?: 'key' | 'value';
  /** What is wrong, why it fails, what to do. */
  readonly message: string;
  /** The other places that clash, if they stand in this document or another values file. */
  readonly related?: readonly { readonly at: Fact; readonly message: string }[];
  /** Best first; the first one is preferred. Only what is certain to cure this finding. */
  readonly fixes?: readonly Fix[];
  /** Where it is less than the rule's: what the finding rests on is less certain here. */
  readonly severity?: Severity;
  /** Faded in the editor: what is marked has no effect. */
  readonly isUnnecessary?: boolean;
}
