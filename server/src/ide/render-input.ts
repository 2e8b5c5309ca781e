import type { EarlierFile } from '../chart/chart-finder.ts';
import { findModeline } from '../chart/modeline.ts';
import { placementOf, type Placement } from '../chart/placement.ts';
import type { ValuesFile } from '../chart/renderer.ts';
import { textOf } from '../syntax/document-below.ts';
import type { Analysis } from './analysis.ts';

/** What was asked for, then the modeline, then settings, then the service's own name and namespace. */
export function placementIn(
  { document, config }: Pick<Analysis, 'document' | 'config'>,
  { asked = {}, settings = {} }: PlacementWishes = {},
): Placement {
  const modeline = findModeline(document);
  return placementOf({
    ...{ asked, settings },
    ...(modeline !== undefined && { modeline }),
    ...(config.serviceName !== undefined && { serviceName: config.serviceName.value }),
    ...(config.serviceNamespace !== undefined && {
      serviceNamespace: config.serviceNamespace.value,
    }),
  });
}

export interface PlacementWishes {
  readonly asked?: Partial<Placement>;
  readonly settings?: Partial<Placement>;
}

/** The values files of a render, in Helm's order. */
export function valuesFilesOf(
  earlier: readonly Pick<EarlierFile, 'file' | 'document'>[],
  own: ValuesFile,
): readonly ValuesFile[] {
  return [...earlier.map(({ file, document }) => ({ name: file, text: textOf(document) })), own];
}
