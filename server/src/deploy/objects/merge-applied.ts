import { isMap, isSame, type Json } from './json.ts';
import { elementsOf, itemName, itemOf, keysOf, type FieldSet } from './field-set.ts';
import { mergedOrder } from './merged-order.ts';

/**
 * A live object with what is applied laid over it, as server-side apply merges them: maps by their keys,
 * lists by items where `owned` has items of them, and whole where it has not. Undefined where that is
 * not known, because nobody owns anything of it.
 */
export function mergeApplied(live: unknown, applied: unknown, owned: unknown): unknown {
  if (applied === null) return undefined;
  if (isNothing(live) || isSame(live, applied)) return applied;
  const areMaps = isMap(live) && isMap(applied);
  const areLists = Array.isArray(live) && Array.isArray(applied);
  if (!areMaps && !areLists) return applied;
  if (!isMap(owned)) return undefined;
  if (elementsOf(owned).length === 0) return applied;
  return areMaps
    ? mergeMaps(live, applied, owned)
    : mergeLists(live as readonly unknown[], applied as readonly unknown[], owned);
}

function mergeMaps(live: Json, applied: Json, owned: FieldSet): Json | undefined {
  const merged: Record<string, unknown> = { ...live };
  for (const [key, value] of Object.entries(applied)) {
    const one = mergeApplied(live[key], value, owned[`f:${key}`]);
    if (one === undefined) return undefined;
    merged[key] = one;
  }
  return merged;
}

function mergeLists(
  live: readonly unknown[],
  applied: readonly unknown[],
  owned: FieldSet,
): readonly unknown[] | undefined {
  const keys = keysOf(owned);
  const before = byName(live, keys);
  const after = byName(applied, keys);
  if (before === undefined || after === undefined) return undefined;
  const sets = new Map(
    elementsOf(owned).map(([element, below]) => [itemName(itemOf(element), keys), below]),
  );
  const merged = mergedOrder([...before.keys()], [...after.keys()]).map((name) =>
    after.has(name)
      ? mergeApplied(before.get(name), after.get(name), sets.get(name))
      : before.get(name),
  );
  return merged.includes(undefined) ? undefined : merged;
}

/** Undefined when an item has no name, or two have the same. */
function byName(
  items: readonly unknown[],
  keys: readonly string[],
): ReadonlyMap<string, unknown> | undefined {
  const named = new Map<string, unknown>();
  for (const item of items) {
    const name = itemName(item, keys);
    if (name === undefined || named.has(name)) return undefined;
    named.set(name, item);
  }
  return named;
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
