import { findEntry, type Node } from './node.ts';
import { parse } from './parse.ts';
import type { Json } from './value-edit.ts';

/** The map or list that a text is as JSON; undefined for any other text. */
export function jsonOf(text: string): Json | undefined {
  const { root, problems } = parse(text);
  if (problems.length > 0 || root === undefined || root.kind === 'scalar') return undefined;
  return root.style === 'flow' ? plainOf(root) : undefined;
}

function plainOf(node: Node): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(plainOf);
    case 'map':
      return Object.fromEntries(
        node.entries.map(({ key, value }) => [key, plainOf(findEntry(node, key)?.value ?? value)]),
      );
  }
}
