import type { Path } from '../../syntax/node.ts';

/**
 * Other values that a leaf could have, the likeliest to render first: of the same type and near the
 * old one, so that what is printed from it changes and little else does. `choices` are the values
 * that the schema allows, when it names them.
 */
export function otherValues(value: unknown, choices: readonly unknown[]): readonly unknown[] {
  const allowed = choices.filter((choice) => choice !== value);
  switch (typeof value) {
    case 'boolean':
      return [!value];
    case 'number':
      return allowed.length > 0 ? allowed : otherNumbers(value);
    case 'string':
      return allowed.length > 0 ? allowed : otherTexts(value);
    default:
      return [];
  }
}

function otherNumbers(value: number): readonly number[] {
  return Number.isInteger(value)
    ? [value + 1, value * 2, value - 1].filter((other) => other !== value)
    : [value / 2, value + 1];
}

/** A letter behind a name leaves it a name; a number in a quantity or a version leaves it one. */
function otherTexts(text: string): readonly string[] {
  const number = /\d+/.exec(text)?.[0];
  const counted =
    number === undefined ? [] : [text.replace(number, String((Number(number) % 8) + 1))];
  const lines = text.split('\n');
  const marked =
    lines.length > 1
      ? lines.map((line) => (line.trim() === '' ? line : `${line}z`)).join('\n')
      : `${text}z`;
  const isQuantity = /^\d/.test(text);
  return isQuantity ? [...counted, marked] : [marked, ...counted];
}

/**
 * A values file for Helm to read last, in which the values at `paths` are another. Lists are replaced
 * whole by a later file, so the list around a value comes along; undefined when that cannot be had.
 * @param valueAt the merged value at a path.
 */
export function overlayText(
  paths: readonly Path[],
  value: unknown,
  valueAt: (path: Path) => unknown,
): string | undefined {
  let overlay: Tree = {};
  for (const path of paths) {
    const listAt = path.findIndex((step) => typeof step === 'number');
    const keys = listAt < 0 ? path : path.slice(0, listAt);
    const inner = listAt < 0 ? value : withValue(valueAt(keys), path.slice(listAt), value);
    if (inner === undefined) return undefined;
    overlay = withLeaf(overlay, keys.map(String), inner);
  }
  return JSON.stringify(overlay);
}

interface Tree {
  readonly [key: string]: unknown;
}

function withLeaf(tree: Tree, [key, ...rest]: readonly string[], leaf: unknown): Tree {
  if (key === undefined) return tree;
  const held = Object.hasOwn(tree, key) ? tree[key] : undefined;
  const inner = rest.length === 0 ? leaf : withLeaf(isTree(held) ? held : {}, rest, leaf);
  // Not by assignment: `__proto__` is a key like any other.
  return Object.fromEntries([
    ...Object.entries(tree).filter(([name]) => name !== key),
    [key, inner],
  ]);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The same key with the same value beside the map that holds it: a request and its limit. Charts
 * refuse to have one changed alone.
 */
export function twinsOf(
  path: Path,
  values: { valueAt(path: Path): unknown; keysAt(path: Path): readonly string[] },
): readonly Path[] {
  const [above, map, key] = [path.slice(0, -2), path.at(-2), path.at(-1)];
  if (typeof map !== 'string' || typeof key !== 'string') return [];
  const value = values.valueAt(path);
  return values
    .keysAt(above)
    .filter((name) => name !== map)
    .map((name) => [...above, name, key])
    .filter((twin) => String(values.valueAt(twin)) === String(value));
}

/** A copy of a list or map in which one value, at whatever depth, is another. */
function withValue(held: unknown, path: Path, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(held)) {
    const items: readonly unknown[] = held;
    return items.map((item, index) => (index === step ? withValue(item, rest, value) : item));
  }
  if (typeof held !== 'object' || held === null) return undefined;
  return Object.fromEntries(
    Object.entries(held).map(([key, inner]) => [
      key,
      key === step ? withValue(inner, rest, value) : inner,
    ]),
  );
}
