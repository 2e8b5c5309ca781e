import { entriesByKey, type Node, type Path, type Span } from '../../syntax/node.ts';

/** A value of a document that holds no other: a scalar, or one item of a list of scalars. */
export interface Leaf {
  readonly path: Path;
  /** Of the key; of the item itself in a list. */
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

/** Every leaf that the document writes itself, in its order. What a merge key brings in is not one. */
export function leavesOf(root: Node | undefined): readonly Leaf[] {
  const leaves: Leaf[] = [];
  if (root !== undefined) collect(root, [], root.span, leaves);
  return leaves;
}

/** The leaves at `path` and below it. */
export function leavesBelow(leaves: readonly Leaf[], path: Path): readonly Leaf[] {
  return leaves.filter((leaf) => path.every((step, depth) => leaf.path[depth] === step));
}

function collect(node: Node, path: Path, keySpan: Span, leaves: Leaf[]): void {
  switch (node.kind) {
    case 'scalar':
      // Null deletes a default: there is no other value to compare it with.
      if (node.value !== null && path.length > 0)
        leaves.push({ path, keySpan, valueSpan: node.span });
      return;
    case 'map':
      for (const [key, entry] of entriesByKey(node))
        if (!entry.isMerged) collect(entry.value, [...path, key], entry.keySpan, leaves);
      return;
    case 'sequence':
      node.items.forEach((item, index) => {
        collect(item, [...path, index], item.span, leaves);
      });
  }
}
