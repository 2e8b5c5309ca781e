import {
  entriesByKey,
  findEntry,
  toValue,
  type MapNode,
  type Node,
  type Path,
} from '../syntax/node.ts';
import type { ValuesDocument } from '../syntax/parse.ts';

/** Where an effective value was written. */
export type Origin =
  | { readonly kind: 'document' }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'chart' };

/** One values file in the order in which Helm reads them: the chart's defaults first, this document last. */
export interface Layer {
  readonly origin: Origin;
  readonly document: ValuesDocument;
}

/** An effective value with the place it comes from. Spans are found by path in that place's document. */
export interface Fact<Value = unknown> {
  readonly path: Path;
  readonly value: Value;
  readonly origin: Origin;
  /** How a scalar stands in the file; absent for maps, lists and merged maps. */
  readonly written?: { readonly source: string; readonly isQuoted: boolean };
  /** The flag of vLLM whose value it is, when it stands in an item of extraArgs. */
  readonly argument?: {
    /** In kebab case. */
    readonly flag: string;
    /** As written: an alias, `-tp`, a long name without its dashes. */
    readonly name: string;
    /** What stands in the item before the value: `--max-model-len=`. Absent: more than one flag does. */
    readonly before?: string;
  };
}

/** All values files merged as Helm merges them. */
export interface MergedValues {
  /** The effective value at `path`; undefined when absent or deleted by null. Maps come merged. */
  at(path: Path): Fact | undefined;
  /** Keys of the merged map at `path`, empty when it is not a map. */
  keys(path: Path): readonly string[];
  /** The whole as Helm hands it to the templates. */
  readonly value: Readonly<Record<string, unknown>>;
}

type Merged =
  | { readonly kind: 'map'; readonly entries: ReadonlyMap<string, Merged>; readonly origin: Origin }
  | { readonly kind: 'leaf'; readonly node: Node; readonly origin: Origin };

/**
 * Merges as Helm does: maps deeply, everything else replaced whole by the later file, and a null
 * that stands above a chart default deletes the key.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/chart/common/util/coalesce.go and pkg/cli/values/options.go.
 */
export function mergeLayers(layers: readonly Layer[]): MergedValues {
  const merged = layers.reduce<Merged | undefined>(
    (below, { origin, document }) =>
      document.root?.kind === 'map' ? overlay(below, document.root, origin) : below,
    undefined,
  );
  const root = merged?.kind === 'map' ? merged : undefined;
  // Made on first need and once: every map and list that a fact holds is a part of it.
  let whole: Record<string, unknown> | undefined;
  const value = () =>
    (whole ??= root === undefined ? {} : (valueOf(root) as Record<string, unknown>));
  return {
    at(path) {
      const found = find(root, path);
      return found && factOf(found, path, () => partOf(value(), path));
    },
    keys(path) {
      const found = find(root, path);
      return found?.kind === 'map' ? [...found.entries.keys()] : mapKeys(found);
    },
    get value() {
      return value();
    },
  };
}

function overlay(below: Merged | undefined, node: Node, origin: Origin): Merged {
  if (node.kind !== 'map') return { kind: 'leaf', node, origin };
  const entries = new Map(below?.kind === 'map' ? below.entries : []);
  for (const [key, { value }] of entriesByKey(node)) {
    const lower = entries.get(key);
    const isNull = value.kind === 'scalar' && value.value === null;
    if (isNull && lower !== undefined) entries.delete(key);
    else entries.set(key, overlay(lower, value, origin));
  }
  return { kind: 'map', entries, origin };
}

function find(root: Merged | undefined, path: Path): Merged | undefined {
  let found = root;
  for (const step of path) {
    if (found === undefined) return undefined;
    if (found.kind === 'map') found = found.entries.get(String(step));
    else {
      const inner: Node | undefined = child(found.node, step);
      found = inner === undefined ? undefined : { kind: 'leaf', node: inner, origin: found.origin };
    }
  }
  return found;
}

function child(node: Node, step: string | number): Node | undefined {
  if (node.kind === 'map') return findEntry(node, String(step))?.value;
  return node.kind === 'sequence' && typeof step === 'number' ? node.items[step] : undefined;
}

function factOf(found: Merged, path: Path, part: () => unknown): Fact | undefined {
  if (found.kind === 'map') return { path, value: part(), origin: found.origin };
  const { node, origin } = found;
  if (node.kind !== 'scalar') return { path, value: part(), origin };
  if (node.value === null) return undefined;
  const written = { source: node.source, isQuoted: node.style !== 'plain' };
  return { path, value: node.value, origin, written };
}

/** What stands at a path that leads somewhere. */
function partOf(whole: unknown, path: Path): unknown {
  return path.reduce(
    (part, step) => (part as Readonly<Record<string | number, unknown>>)[step],
    whole,
  );
}

function valueOf(merged: Merged): unknown {
  if (merged.kind === 'leaf') return toValue(merged.node);
  return Object.fromEntries([...merged.entries].map(([key, inner]) => [key, valueOf(inner)]));
}

function mapKeys(found: Merged | undefined): string[] {
  const node: MapNode | undefined =
    found?.kind === 'leaf' && found.node.kind === 'map' ? found.node : undefined;
  return [...new Set(node?.entries.map((entry) => entry.key))];
}
