import type { ChartReads } from '../chart/chart-read.ts';
import type { Origin } from '../model/merged-values.ts';
import { findEntryAt, type Span } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { placeAt } from './place-at.ts';
import { printingPlaces, type TemplatePlace } from './template-places.ts';

/** Where a key leads to. */
export type Target =
  | { readonly kind: 'template'; readonly place: TemplatePlace }
  /** The same key in another file that Helm merges. */
  | { readonly kind: 'values'; readonly origin: Origin; readonly span: Span };

export interface Definition {
  /** The key or value that was asked for. */
  readonly span: Span;
  readonly targets: readonly Target[];
}

/**
 * What becomes of a key: the template lines that print it. For one that no template prints, and as
 * long as that is not known, where the chart or an earlier file sets it.
 */
export function definition(
  analysis: Analysis,
  offset: number,
  reads: ChartReads | undefined,
): Definition | undefined {
  const place = placeAt(analysis.document.root, offset);
  if (place === undefined) return undefined;
  const { path, span } = place;
  const printed = reads === undefined ? [] : printingPlaces(analysis, reads, path);
  const targets: readonly Target[] =
    printed.length > 0
      ? printed.map((found) => ({ kind: 'template', place: found }))
      : settingPlaces(analysis, path);
  return targets.length === 0 ? undefined : { span, targets };
}

/** The entries of this key in the other files, the nearest one first. */
export function settingPlaces(
  { surroundings }: Analysis,
  path: Parameters<typeof findEntryAt>[1],
): readonly Target[] {
  const { chart, earlier } = surroundings;
  const files = [
    { origin: { kind: 'chart' } as const, document: chart.defaults },
    ...earlier.map(({ file, document }) => ({
      origin: { kind: 'file', file } as const,
      document,
    })),
  ];
  return files.reverse().flatMap(({ origin, document }) => {
    const entry = findEntryAt(document.root, path);
    return entry === undefined ? [] : [{ kind: 'values', origin, span: entry.keySpan }];
  });
}
