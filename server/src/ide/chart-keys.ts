import type { Chart } from '../chart/chart.ts';
import { entriesByKey, findEntry, type Node, type Path } from '../syntax/node.ts';

/**
 * What the chart's own values.yaml has in the map at `path`, by key. An index stands for any item of
 * the list there; the first item that has a key tells its value. Empty when there is no map.
 */
export function mapOfChart({ defaults }: Chart, path: Path): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  for (const node of nodesAt(defaults.root, path)) {
    if (node.kind !== 'map') continue;
    for (const [key, { value }] of entriesByKey(node)) if (!found.has(key)) found.set(key, value);
  }
  return found;
}

/** What holds where the key is left out, as far as it can be shown on one line. */
export function defaultOf(node: Node | undefined, path: Path): string | undefined {
  // What an item leaves out is not taken from the chart's items.
  if (node?.kind !== 'scalar' || path.some((step) => typeof step === 'number')) return undefined;
  const { value } = node;
  if (typeof value === 'string') return /^[^\n\r`]+$/.test(value) ? value : undefined;
  return value === null ? undefined : String(value);
}

/** Lists of values files are short; of a longer one the first items tell enough. */
const maxItems = 50;

function nodesAt(root: Node | undefined, path: Path): readonly Node[] {
  let level: readonly Node[] = root === undefined ? [] : [root];
  for (const step of path) level = level.flatMap((node) => inner(node, step)).slice(0, maxItems);
  return level;
}

function inner(node: Node, step: string | number): readonly Node[] {
  if (typeof step === 'number')
    return node.kind === 'sequence' ? node.items.slice(0, maxItems) : [];
  const entry = node.kind === 'map' ? findEntry(node, step) : undefined;
  return entry === undefined ? [] : [entry.value];
}
