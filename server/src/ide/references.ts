import type { ChartReads } from '../chart/chart-read.ts';
import type { Analysis } from './analysis.ts';
import { settingPlaces, type Target } from './definition.ts';
import { placeAt } from './place-at.ts';
import { readingPlaces } from './template-places.ts';

/** Every template line that reads the key, conditions included, and every other file that sets it. */
export function references(
  analysis: Analysis,
  offset: number,
  reads: ChartReads | undefined,
): readonly Target[] {
  const place = placeAt(analysis.document.root, offset);
  if (place === undefined) return [];
  const { path } = place;
  const read = reads === undefined ? [] : readingPlaces(reads, path);
  return [
    ...read.map((found) => ({ kind: 'template', place: found }) as const),
    ...settingPlaces(analysis, path),
  ];
}
