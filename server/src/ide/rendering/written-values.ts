import {
  entriesByKey,
  findNode,
  toValue,
  type Entry,
  type Node,
  type Path,
  type Span,
} from '../../syntax/node.ts';
import type { MergedValues } from '../../model/merged-values.ts';

/** A value that a document writes and could leave out. */
export interface WrittenValue {
  readonly path: readonly string[];
  /** Of the value where it can be seen and is one line; of its key otherwise. */
  readonly span: Span;
  readonly isNull: boolean;
  /** Null, an empty text, map or list. */
  readonly isEmpty: boolean;
  /** As the file writes a scalar; empty for maps and lists. */
  readonly source: string;
}

/**
 * Every value of a document that can be left out by itself, in its order: scalars, nulls included,
 * whole lists, and maps that are used as a whole or stand where another file has something else.
 */
export function writtenValues(
  root: Node | undefined,
  inherited: MergedValues,
  isUsedWhole: (path: Path) => boolean,
): readonly WrittenValue[] {
  const found: WrittenValue[] = [];
  collect(root, []);
  return found;

  function collect(node: Node | undefined, path: readonly string[]): void {
    if (node?.kind !== 'map') return;
    for (const [key, entry] of entriesByKey(node)) {
      if (entry.isMerged) continue;
      const at = [...path, key];
      const isWhole = entry.value.kind !== 'map' || entry.value.entries.length === 0;
      if (!isWhole) collect(entry.value, at);
      if (isWhole || replacesOther(at) || isUsedWhole(at)) found.push(writtenValue(entry, at));
    }
  }

  function replacesOther(path: Path): boolean {
    const below = inherited.at(path)?.value;
    return below !== undefined && (typeof below !== 'object' || Array.isArray(below));
  }
}

/** The value at a path, which may be any map; undefined where the document writes none. */
export function writtenAt(root: Node | undefined, path: Path): WrittenValue | undefined {
  const key = path.at(-1);
  const parent = findNode(root, path.slice(0, -1));
  if (parent?.kind !== 'map' || key === undefined) return undefined;
  const entry = entriesByKey(parent).get(String(key));
  return entry === undefined || entry.isMerged ? undefined : writtenValue(entry, path.map(String));
}

function writtenValue({ keySpan, value }: Entry, path: readonly string[]): WrittenValue {
  const isScalar = value.kind === 'scalar';
  const isVisible = isScalar && value.style !== 'block' && value.span.end > value.span.start;
  return {
    path,
    span: isVisible ? value.span : keySpan,
    isNull: isScalar && value.value === null,
    isEmpty: isEmpty(value),
    source: isScalar ? value.source : '',
  };
}

function isEmpty(node: Node): boolean {
  switch (node.kind) {
    case 'scalar':
      return node.value === null || node.value === '';
    case 'map':
      return node.entries.length === 0;
    case 'sequence':
      return node.items.length === 0;
  }
}

/** The document as a values file without one of its values. */
export function textWithout(root: Node, path: readonly string[]): string {
  return JSON.stringify(without(toValue(root), path));
}

function without(value: unknown, [key, ...rest]: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    rest.length === 0
      ? entries.filter(([name]) => name !== key)
      : entries.map(([name, inner]) => [name, name === key ? without(inner, rest) : inner]),
  );
}
