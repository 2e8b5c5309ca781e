import type { Rendered, RenderOutcome } from '../../chart/renderer.ts';
import type { Severity } from '../../lint/rule.ts';
import type { Path } from '../../syntax/node.ts';
import type { RenderFindingCode } from '../basic-codes.ts';
import { startsSomething } from './workload.ts';

/** What a render shows to be wrong, before it is known which value of the document leads to it. */
export interface Fault {
  readonly code: RenderFindingCode;
  readonly severity: Severity;
  /** What is wrong and what the user would see, in whole sentences. */
  readonly message: string;
  /** The same, where the value that is missing was found. */
  readonly messageFor?: (missing: Path) => string;
  /** Values that the refusal names, the clearest first. */
  readonly named: readonly Path[];
  /** Where a template stops or prints it, innermost first. */
  readonly places: readonly TemplatePlace[];
  /** Text in which the value, or its key, may stand: the refusal, a line of the manifest. */
  readonly near: string;
  readonly blame: Blame;
  /** The chart runs into a limit, so the largest value is the likeliest cause. */
  readonly isAboutSize?: boolean;
  /** Zero-based line of the document, where the reader of its text stopped. */
  readonly ownLine?: number;
  /** What another render of the same chart did to the fault. */
  effectOf(outcome: RenderOutcome): Effect;
}

/**
 * How far the fault depends on what other values files may say. `chart`: on nothing. `value`: on the
 * value at fault alone. `null`: on nothing where the value at fault is an explicit null. `situation`:
 * an earlier file may bring what is missing.
 */
export type Blame = 'chart' | 'value' | 'null' | 'situation';

export interface TemplatePlace {
  /** Relative to the chart's folder. */
  readonly file: string;
  /** Zero-based; absent when it is not known. */
  readonly line?: number;
}

/** `other`: it is still there, but not as it was, so what was changed takes part in it. */
export type Effect = 'gone' | 'other' | 'same';

/** Helm's texts can have several lines, and nobody reads more than this of one. */
export function oneLine(text: string, limit = 300): string {
  const line = text.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
  return line.length > limit ? `${line.slice(0, limit)}…` : line;
}

/** "templates/x.yaml, line 12". */
export function nameOf({ file, line }: TemplatePlace): string {
  return line === undefined ? file : `${file}, line ${String(line + 1)}`;
}

/** "templates/x.yaml" of Helm's name "chart/templates/x.yaml". */
export function fileOf(template: string): string {
  return template.slice(template.indexOf('/') + 1);
}

/**
 * Whether a fault in these templates can be said to be gone: one that went because nothing is
 * deployed any more explains nothing.
 */
export function isStillDeployed({ documents }: Rendered, templates: readonly string[]): boolean {
  return documents.some(
    (document) => templates.includes(document.source) || startsSomething(document),
  );
}
