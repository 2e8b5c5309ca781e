import { valuesFor, type DependencyPlace, type ParentChart } from '../chart/dependencies.ts';
import type { ValuesDocument } from '../syntax/parse.ts';
import { hasOwnWords } from './own-words.ts';

/** What of a file is judged by itself. */
export interface Part {
  readonly document: ValuesDocument;
  /** Present when the document is what the file says to a dependency of somebody else's chart. */
  readonly dependency?: DependencyPlace;
}

/**
 * What a file that belongs to `parent` says to those of its dependencies that are charts of ours, in
 * the order of its Chart.yaml. Empty for a file that is ours as a whole, and for one that says
 * nothing to them.
 */
export function dependencyParts(
  whole: ValuesDocument,
  parent: ParentChart | undefined,
): readonly Part[] {
  if (parent === undefined || (whole.root?.kind === 'map' && hasOwnWords(whole.root))) return [];
  return parent.dependencies.flatMap((dependency) => {
    const document = valuesFor(dependency, whole);
    return document === undefined ? [] : [{ document, dependency: { parent, dependency } }];
  });
}
