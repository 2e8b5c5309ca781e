import { findEntry, findNode, type Node, type Path, type Scalar } from './node.ts';
import type { ValuesDocument } from './parse.ts';
import { widen } from './remove-key.ts';
import type { Json, ValueEdit } from './value-edit.ts';

/** Whether `after` says what `before` says with this one change, and breaks nothing. */
export function isAsExpected(
  before: ValuesDocument,
  edit: ValueEdit,
  after: ValuesDocument,
): boolean {
  if (after.broken.length > before.broken.length) return false;
  if (after.problems.length > before.problems.length) return false;
  const expected = change(before.root && thaw(before.root), edit, before);
  return isEqual(expected, after.root && thaw(after.root));
}

/** Values that can be changed; maps, because keys may be named like members of objects. */
type Tree = Scalar | Tree[] | Map<string, Tree>;

function thaw(node: Node): Tree {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(thaw);
  return new Map(
    node.entries.map(({ key }) => {
      const entry = findEntry(node, key);
      return [key, entry === undefined ? null : thaw(entry.value)];
    }),
  );
}

function plant(value: Json): Tree {
  if (typeof value !== 'object' || value === null) return value;
  const isList = (one: typeof value): one is readonly Json[] => Array.isArray(one);
  if (isList(value)) return value.map(plant);
  return new Map(Object.entries(value).map(([key, inner]) => [key, plant(inner)]));
}

function change(tree: Tree | undefined, edit: ValueEdit, before: ValuesDocument): Tree | undefined {
  const { text, root } = before;
  switch (edit.kind) {
    case 'set':
      return put(tree, edit.path, edit.value);
    case 'replace':
      return put(tree, edit.path, plant(edit.value));
    case 'quote': {
      const node = findNode(root, edit.path);
      return put(tree, edit.path, node?.kind === 'scalar' ? node.source : null);
    }
    case 'remove': {
      const path = widen(text, root, edit.path);
      const map = at(tree, path.slice(0, -1));
      if (map instanceof Map) map.delete(String(path.at(-1)));
      // A file without keys has no root.
      return tree instanceof Map && tree.size === 0 ? undefined : tree;
    }
    case 'move': {
      const moved = put(tree, edit.to, at(tree, edit.path) ?? null);
      return change(moved, { kind: 'remove', path: edit.path }, before);
    }
    case 'rename': {
      const map = at(tree, edit.path.slice(0, -1));
      const key = String(edit.path.at(-1));
      const value = map instanceof Map ? map.get(key) : undefined;
      if (map instanceof Map && value !== undefined) map.set(edit.key, value).delete(key);
      return tree;
    }
  }
}

function put(tree: Tree | undefined, path: Path, value: Tree): Tree {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(tree)) {
    tree[Number(step)] = put(tree[Number(step)], rest, value);
    return tree;
  }
  const map = tree instanceof Map ? tree : new Map<string, Tree>();
  return map.set(String(step), put(map.get(String(step)), rest, value));
}

function at(tree: Tree | undefined, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)];
    return found instanceof Map ? found.get(String(step)) : undefined;
  }, tree);
}

function isEqual(one: Tree | undefined, other: Tree | undefined): boolean {
  if (one instanceof Map)
    return (
      other instanceof Map &&
      one.size === other.size &&
      [...one].every(([key, value]) => other.has(key) && isEqual(value, other.get(key)))
    );
  if (Array.isArray(one))
    return (
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((item, index) => isEqual(item, other[index]))
    );
  return Object.is(one, other);
}
