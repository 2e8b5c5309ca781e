/** Half-open range of UTF-16 offsets into the text of one document. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Keys and list indices from the root of the document. */
export type Path = readonly (string | number)[];

export type Scalar = string | number | boolean | null;

export type Node = ScalarNode | MapNode | SequenceNode;

export interface ScalarNode {
  readonly kind: 'scalar';
  /** As Helm's YAML 1.1 reader resolves it: `yes` is true, `3.10` is 3.1. */
  readonly value: Scalar;
  /** As it stands in the file, without quotes for plain scalars; what a number looked like before. */
  readonly source: string;
  readonly style: 'plain' | 'single' | 'double' | 'block';
  readonly span: Span;
}

export interface MapNode {
  readonly kind: 'map';
  readonly style: 'block' | 'flow';
  /** In document order; entries that a merge key (`<<`) brings in come last and are marked. */
  readonly entries: readonly Entry[];
  readonly span: Span;
}

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly style: 'block' | 'flow';
  readonly items: readonly Node[];
  readonly span: Span;
}

export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  /** An empty value is a null scalar whose span is empty and stands behind the colon. */
  readonly value: Node;
  readonly isMerged: boolean;
}

/** The entry that Helm reads for `key`: the last one written in the map, merged ones only if none is. */
export function findEntry(map: MapNode, key: string): Entry | undefined {
  let merged: Entry | undefined;
  let own: Entry | undefined;
  for (const entry of map.entries) {
    if (entry.key !== key) continue;
    if (entry.isMerged) merged ??= entry;
    else own = entry;
  }
  return own ?? merged;
}

/** What `findEntry` answers for every key of the map, made in one pass. */
export function entriesByKey(map: MapNode): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  for (const entry of map.entries) {
    const other = found.get(entry.key);
    // A later own entry replaces an earlier one; merged entries give way to own ones and to each other.
    if (other === undefined || !entry.isMerged) found.set(entry.key, entry);
  }
  return found;
}

export function findNode(root: Node | undefined, path: Path): Node | undefined {
  let node = root;
  for (const step of path) {
    if (node?.kind === 'map') node = findEntry(node, String(step))?.value;
    else if (node?.kind === 'sequence' && typeof step === 'number') node = node.items[step];
    else return undefined;
  }
  return node;
}

/** The entry whose value stands at `path`; undefined for the root and for list items. */
export function findEntryAt(root: Node | undefined, path: Path): Entry | undefined {
  const parent = findNode(root, path.slice(0, -1));
  const key = path.at(-1);
  return parent?.kind === 'map' && typeof key === 'string' ? findEntry(parent, key) : undefined;
}

/** The plain value Helm would see, last duplicate key wins. Spans are lost. */
export function toValue(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'sequence':
      return node.items.map(toValue);
    case 'map':
      return toRecord(node);
  }
}

function toRecord({ entries }: MapNode): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const { key, value, isMerged } of entries) {
    if (isMerged && Object.hasOwn(made, key)) continue;
    // `__proto__` is a key like any other, but not to an assignment.
    if (key === '__proto__') define(made, key, toValue(value));
    else made[key] = toValue(value);
  }
  return made;
}

function define(record: object, key: string, value: unknown): void {
  Object.defineProperty(record, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
