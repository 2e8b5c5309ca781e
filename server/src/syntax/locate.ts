import { findEntry, type Entry, type MapNode, type Node, type Path } from './node.ts';

/** A node with the entry and map it hangs from, all written at this very place. */
export interface Located {
  readonly node: Node;
  /** Absent for the root and for list items. */
  readonly entry?: Entry;
  readonly parent?: MapNode;
}

/**
 * The node at `path`; undefined when there is none, or when an alias or a merge key leads there:
 * what stands behind those is shared, and a change would reach further than meant.
 */
export function locate(text: string, root: Node | undefined, path: Path): Located | undefined {
  if (root === undefined) return undefined;
  let found: Located = { node: root };
  for (const step of path) {
    const next = child(found.node, step);
    if (next === undefined || isAlias(text, next.node)) return undefined;
    found = next;
  }
  return found;
}

/** Entries written in the map itself. */
export function ownEntries(map: MapNode): readonly Entry[] {
  return map.entries.filter(({ isMerged }) => !isMerged);
}

/** A plain scalar cannot start with a star. */
function isAlias(text: string, { span }: Node): boolean {
  return text[span.start] === '*';
}

function child(node: Node, step: string | number): Located | undefined {
  if (node.kind === 'sequence') {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    return item && { node: item };
  }
  const entry = node.kind === 'map' ? findEntry(node, String(step)) : undefined;
  if (entry === undefined || entry.isMerged || node.kind !== 'map') return undefined;
  return { node: entry.value, entry, parent: node };
}
