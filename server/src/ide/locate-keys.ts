import { pathOfKey } from '../model/key-path.ts';
import { findEntryAt, type Path, type Span } from '../syntax/node.ts';
import type { ValuesDocument } from '../syntax/parse.ts';
import type { Analysis } from './analysis.ts';

/** Where a key that decides something is written. */
export type KeyPlace =
  | { readonly kind: 'document'; readonly path: Path; readonly span: Span }
  /** In a file that Helm reads before this one; `file` as it was named. */
  | {
      readonly kind: 'file';
      readonly path: Path;
      readonly file: string;
      readonly document: ValuesDocument;
      readonly span: Span;
    }
  | { readonly kind: 'chart'; readonly path: Path }
  | { readonly kind: 'nowhere'; readonly path: Path };

/** Undefined for a word that is no key of a values file. */
export function locateKey(
  { document, surroundings, values, config }: Analysis,
  key: string,
): KeyPlace | undefined {
  const path = pathOfKey(key, config);
  if (path === undefined) return undefined;
  const span = findEntryAt(document.root, path)?.keySpan;
  if (span !== undefined) return { kind: 'document', path, span };
  // The last file that says it is the one that counts.
  for (const { file, document: earlier } of surroundings.earlier.toReversed()) {
    const found = findEntryAt(earlier.root, path)?.keySpan;
    if (found !== undefined) return { kind: 'file', path, file, document: earlier, span: found };
  }
  return { kind: values.at(path) === undefined ? 'nowhere' : 'chart', path };
}
