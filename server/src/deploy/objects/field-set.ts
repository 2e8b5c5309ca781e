import { isMap, type Json } from './json.ts';

/**
 * The fields that a manager owns, as `fieldsV1` of managedFields has them: `f:name` is a field, `k:{…}`
 * an item of a list by its keys, `v:…` one by its value; `.` or nothing below means the place itself.
 * Source: structured-merge-diff v6, fieldpath/serialize.go and serialize-pe.go.
 */
export type FieldSet = Json;

/** A place in an object, in the elements of a FieldSet. */
export type FieldPath = readonly string[];

/** Whether the place itself is owned, and not only something below it. */
export function isMember(set: FieldSet): boolean {
  return Object.hasOwn(set, '.') || Object.keys(set).length === 0;
}

/** Elements below a place with what is owned of each. */
export function elementsOf(set: FieldSet): readonly (readonly [string, FieldSet])[] {
  return Object.entries(set).flatMap(([element, below]) =>
    element !== '.' && isMap(below) ? [[element, below] as const] : [],
  );
}

/** What at least one of the managers owns. */
export function unionOf(sets: readonly FieldSet[]): FieldSet {
  return sets.reduce(union, {});
}

function union(one: FieldSet, other: FieldSet): FieldSet {
  const elements = new Set([...Object.keys(one), ...Object.keys(other)]);
  elements.delete('.');
  const merged = [...elements].map((element): readonly [string, unknown] => {
    const [mine, theirs] = [one[element], other[element]];
    if (!isMap(mine)) return [element, theirs];
    if (!isMap(theirs)) return [element, mine];
    const below = union(mine, theirs);
    const isOwned = (isMember(mine) || isMember(theirs)) && Object.keys(below).length > 0;
    return [element, isOwned ? { '.': {}, ...below } : below];
  });
  return Object.fromEntries(merged);
}

/** What stands at an element of an object; undefined for nothing. */
export function valueAt(value: unknown, element: string): unknown {
  if (Array.isArray(value)) return (value as unknown[])[indexOf(value, element)];
  const name = element.slice(2);
  return element.startsWith('f:') && isMap(value) && Object.hasOwn(value, name)
    ? value[name]
    : undefined;
}

/** What stands at a place of an object; undefined for nothing. */
export function valueIn(value: unknown, path: FieldPath): unknown {
  return path.reduce(valueAt, value);
}

/** Where in a list the item of an element is; -1 for nowhere. */
export function indexOf(list: readonly unknown[], element: string): number {
  const keys = keysOf({ [element]: {} });
  const wanted = itemName(itemOf(element), keys);
  return wanted === undefined ? -1 : list.findIndex((item) => itemName(item, keys) === wanted);
}

/** What tells the items of a list apart: fields of them, or none when they are told by their value. */
export function keysOf(set: FieldSet): readonly string[] {
  const element = Object.keys(set).find((one) => one.startsWith('k:'));
  const item = element === undefined ? undefined : itemOf(element);
  return isMap(item) ? Object.keys(item) : [];
}

/** The same for the same items; undefined for one that lacks a key. */
export function itemName(item: unknown, keys: readonly string[]): string | undefined {
  if (keys.length === 0) return isMap(item) ? undefined : JSON.stringify(item);
  const values = isMap(item) ? keys.map((key) => item[key] ?? keyDefaults.get(key)) : [undefined];
  return values.includes(undefined) ? undefined : JSON.stringify(values);
}

/** The keys or the value that an element tells of its item. */
export function itemOf(element: string): unknown {
  try {
    return JSON.parse(element.slice(2)) as unknown;
  } catch {
    return undefined;
  }
}

/** What of a set stands in an object that is about to be applied. An empty list has nothing that could be owned. */
export function presentIn(value: unknown, set: FieldSet): FieldSet {
  const found = elementsOf(set).flatMap(([element, below]): [string, FieldSet][] => {
    const there = valueAt(value, element);
    const isEmpty = Array.isArray(there) && there.length === 0 && elementsOf(below).length > 0;
    if (there === undefined || isEmpty) return [];
    return [[element, { '.': {}, ...presentIn(there, below) }]];
  });
  return Object.fromEntries(found);
}

/** As the API server names fields: `.spec.containers[name="vllm"].image`. */
export function textOf(path: FieldPath): string {
  return path.map(elementText).join('');
}

function elementText(element: string): string {
  const rest = element.slice(2);
  if (element.startsWith('f:')) return `.${rest}`;
  if (element.startsWith('v:')) return `[=${rest}]`;
  const keys = Object.entries((itemOf(element) ?? {}) as Json);
  return `[${keys.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`;
}

/** Of the keys of lists in Kubernetes' own kinds, the one that has a default: ports are TCP. */
const keyDefaults: ReadonlyMap<string, string> = new Map([['protocol', 'TCP']]);
