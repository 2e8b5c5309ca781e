import { basename, dirname, resolve } from 'node:path';
import type { ChartFinder } from '../chart/chart-finder.ts';
import type { ParentChart } from '../chart/dependencies.ts';
import { describeForeign, parseInferenceValues } from '../ide/detect.ts';
import { dependencyParts, type Part } from '../ide/parts-of-file.ts';
import { parse } from '../syntax/parse.ts';

/** A file on the command line, or found in a folder of it. */
export interface Target {
  readonly name: string;
  /** Named by the user: then it is checked unless it evidently is something else. */
  readonly isChosen: boolean;
}

export type Choice =
  | { readonly kind: 'parts'; readonly parts: readonly [Part, ...Part[]] }
  /** Why it is not checked, in one sentence. */
  | { readonly kind: 'skipped'; readonly sentence: string }
  | { readonly kind: 'passed-over' };

interface Asked {
  readonly charts: ChartFinder;
  /** The command line names the chart, so where the file lies says nothing about it. */
  readonly isFlagged: boolean;
}

/** The whole file, or what it says to charts of ours that its own chart depends on, or nothing. */
export function whatToCheck(
  { name, isChosen }: Target,
  text: string,
  { charts, isFlagged }: Asked,
): Choice {
  const parent = charts.parentOf(resolve(name));
  const ours = parseInferenceValues(text);
  // Most files belong to no such chart and are read only as far as it takes to see that.
  const whole = parent === undefined || parent.dependencies.length === 0 ? ours : parse(text);
  const [first, ...others] = whole === undefined ? [] : dependencyParts(whole, parent);
  if (first !== undefined) return { kind: 'parts', parts: [first, ...others] };
  if (ours !== undefined) return { kind: 'parts', parts: [{ document: ours }] };
  if (!isChosen) return { kind: 'passed-over' };
  const foreign = describeForeign(text, isFlagged ? undefined : placeOf(name, parent));
  return foreign === undefined
    ? { kind: 'parts', parts: [{ document: parse(text) }] }
    : { kind: 'skipped', sentence: `${name} ${foreign}, so it is not checked.` };
}

/** What files are that lie where this one does and do not say what they are. */
function placeOf(name: string, parent: ParentChart | undefined): string | undefined {
  const isHidden = name.split(/[/\\]/).some((step) => /^\.[^./\\]/.test(step));
  if (isHidden) return 'is a file of another tool';
  const isOfParent =
    parent?.directory === dirname(resolve(name)) && /^values.*\.ya?ml$/.test(basename(name));
  return isOfParent ? `holds values of the chart ${parent.name}` : undefined;
}
