import { findEntryAt, findNode, type Node, type Path, type Span } from '../syntax/node.ts';

/** A scalar is marked itself; a map or list by its key, because nobody wants ten lines underlined. */
export function spanOf(root: Node | undefined, path: Path, on: 'key' | 'value'): Span | undefined {
  const entry = findEntryAt(root, path);
  if (on === 'key' && entry !== undefined) return entry.keySpan;
  const node = entry?.value ?? findNode(root, path);
  if (node === undefined) return undefined;
  const isVisible = node.kind === 'scalar' && node.span.end > node.span.start;
  return isVisible || entry === undefined ? node.span : entry.keySpan;
}
