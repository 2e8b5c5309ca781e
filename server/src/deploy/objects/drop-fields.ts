import {
  elementsOf,
  indexOf,
  isMember,
  valueAt,
  type FieldPath,
  type FieldSet,
} from './field-set.ts';
import { isMap, without } from './json.ts';

export interface Claims {
  /** What the manager owned until now. */
  readonly last: FieldSet;
  /** What it applies now, together with what every other manager owns. */
  readonly held: FieldSet;
}

export interface Dropped {
  readonly value: unknown;
  readonly paths: readonly FieldPath[];
}

/**
 * The object without what its manager owned, applies no longer, and nobody else owns: what server-side
 * apply takes away. An item of a list goes whole, with what others wrote below it, unless they own the
 * item itself. Source: structured-merge-diff v6, merge/update.go (prune, addBackOwnedItems and
 * addBackDanglingItems).
 */
export function dropFields(value: unknown, { last, held }: Claims): Dropped {
  let left = value;
  const paths: FieldPath[] = [];
  for (const [element, owned] of elementsOf(last)) {
    const below = valueAt(left, element);
    if (below === undefined) continue;
    const kept = held[element];
    // A field of that name stays as long as anything below it is held; an item must be held itself.
    const isField = element.startsWith('f:');
    const isOwned = isField || isMember(owned);
    const isHeld = isMap(kept) && (isField || isMember(kept));
    if (isOwned && !isHeld) {
      left = withoutElement(left, element);
      paths.push([element]);
      continue;
    }
    const rest = dropFields(below, { last: owned, held: isMap(kept) ? kept : {} });
    if (rest.paths.length === 0) continue;
    left = withElement(left, element, rest.value);
    paths.push(...rest.paths.map((path) => [element, ...path]));
  }
  return { value: left, paths };
}

function withoutElement(value: unknown, element: string): unknown {
  if (isMap(value)) return without(value, element.slice(2));
  const list = listOf(value);
  return list.toSpliced(indexOf(list, element), 1);
}

function withElement(value: unknown, element: string, below: unknown): unknown {
  if (isMap(value)) return { ...value, [element.slice(2)]: below };
  const list = listOf(value);
  return list.with(indexOf(list, element), below);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
