import type { Node, Path, Span } from '../syntax/node.ts';

/** A key or scalar of the document. */
export interface Place {
  readonly path: Path;
  /** Of the key or value that the offset is in. */
  readonly span: Span;
}

/** What stands at `offset`; undefined between keys and in what an alias or merge key brings in. */
export function placeAt(
  node: Node | undefined,
  offset: number,
  path: Path = [],
): Place | undefined {
  if (node?.kind === 'sequence') {
    const index = node.items.findIndex(({ span }) => contains(span, offset));
    const item = node.items[index];
    if (item?.kind === 'scalar') return { path: [...path, index], span: item.span };
    return item === undefined ? undefined : placeAt(item, offset, [...path, index]);
  }
  if (node?.kind !== 'map') return undefined;
  for (const { key, keySpan, value, isMerged } of node.entries) {
    if (isMerged) continue;
    const inner: Path = [...path, key];
    if (contains(keySpan, offset)) return { path: inner, span: keySpan };
    if (!contains(value.span, offset)) continue;
    if (value.kind === 'scalar') return { path: inner, span: value.span };
    return placeAt(value, offset, inner);
  }
  return undefined;
}

function contains({ start, end }: Span, offset: number): boolean {
  return offset >= start && offset <= end;
}
