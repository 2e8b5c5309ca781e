import type { Node } from '../../syntax/node.ts';
import type { ValuesDocument } from '../../syntax/parse.ts';
import type { PlaceOf } from './line-place.ts';

/** A key that nothing but indentation and dashes stands before on its line. */
export interface WrittenKey {
  /** From the root; `*` stands for any item of a list. */
  readonly path: readonly string[];
  /** The key whose value this one is a part of. */
  readonly holder: WrittenKey | undefined;
  readonly line: number;
  readonly column: number;
  /** Column of the first dash on its line: comments above are about the item then. */
  readonly dash?: number;
  /** Whether the list has no other item, so that what is said of the item is said of the key. */
  readonly isInOnlyItem: boolean;
  readonly value: Node;
}

/** The keys of a document in its order. What an alias or merge key brings in stands where it is written. */
export function writtenKeys({ root }: ValuesDocument, placeOf: PlaceOf): readonly WrittenKey[] {
  const found: WrittenKey[] = [];
  const seen = new Set<readonly unknown[]>();
  const walk = (node: Node, { path, holder, isInOnlyItem }: Place) => {
    if (node.kind === 'scalar') return;
    const parts = node.kind === 'map' ? node.entries : node.items;
    // An alias has the parts of the node that it names.
    if (seen.has(parts)) return;
    seen.add(parts);
    if (node.kind === 'sequence') {
      const inner = { path: [...path, '*'], holder, isInOnlyItem: node.items.length === 1 };
      for (const item of node.items) walk(item, inner);
      return;
    }
    for (const { key, keySpan, value, isMerged } of node.entries) {
      if (isMerged) continue;
      const { line, column, before } = placeOf(keySpan.start);
      const inner: Place = { path: [...path, key], holder, isInOnlyItem };
      const written = { ...inner, line, column, value, ...dashOf(before) };
      const isFirst = /^[ \t]*(?:-[ \t]+)*$/.test(before);
      if (isFirst) found.push(written);
      walk(value, { path: inner.path, holder: isFirst ? written : holder, isInOnlyItem: false });
    }
  };
  if (root !== undefined) walk(root, { path: [], holder: undefined, isInOnlyItem: false });
  return found.sort((a, b) => a.line - b.line);
}

type Place = Pick<WrittenKey, 'path' | 'holder' | 'isInOnlyItem'>;

function dashOf(before: string): { readonly dash?: number } {
  const dash = before.indexOf('-');
  return dash === -1 ? {} : { dash };
}
