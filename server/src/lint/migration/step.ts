import type { Framework } from '../../catalog/frameworks.ts';
import type { Chart, Generation } from '../../chart/chart.ts';
import type { InferenceConfig } from '../../model/inference-config.ts';
import type { Fact } from '../../model/merged-values.ts';
import type { Path } from '../../syntax/node.ts';
import type { ValueEdit } from '../../syntax/edit-values.ts';

/** A document on its way into the words of its chart. */
export interface Migrating {
  /** As the chart sees the document before it is changed. */
  readonly config: InferenceConfig;
  readonly chart: Chart;
  /** What the document will deploy; absent for a name that no release of the chart has. */
  readonly framework: Framework | undefined;
  readonly written: Generation;
  readonly wanted: Generation;
  /** What this document itself says at a path. */
  readonly own: (path: Path) => Fact | undefined;
  /** Whether templates read a path as the document will be; undefined where nobody knows. */
  readonly isRead: (path: Path) => boolean | undefined;
}

/**
 * One kind of words that differ between the generations, and the edits that translate them. A key
 * without a counterpart stays: the findings about the migrated file tell that it has no effect.
 */
export type Step = (file: Migrating) => readonly ValueEdit[];
