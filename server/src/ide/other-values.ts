import { closest } from '../schema/closest.ts';
import { listKnownWords } from '../schema/known-words.ts';
import type { Node } from '../syntax/node.ts';
import type { ValuesDocument } from '../syntax/parse.ts';
import { isOwnBlock, rootKeys } from './own-words.ts';

/** Said of a text with actions of Go templates. */
export const template = 'is a template, which is YAML only once it is rendered';

/** A file that says less than this may be ours with mistakes. */
const evidentSize = 3;

/** What `helm create` writes into a chart and what most published charts have. */
const usualWords: ReadonlySet<string> = new Set([
  'affinity',
  'autoscaling',
  'enabled',
  'existingSecret',
  'image',
  'ingress',
  'persistence',
  'podSecurityContext',
  'replicaCount',
  'resources',
  'securityContext',
  'service',
  'serviceAccount',
]);

/** Our chart has keys of these names deep down, and so has anybody. */
const everydayWords: ReadonlySet<string> = new Set([
  'address',
  'enabled',
  'force',
  'key',
  'mode',
  'name',
  'parameters',
  'secrets',
  'type',
]);

/**
 * What a file is that has no key of ours at its root, nor one that was meant to be ours, and enough
 * of others or lies where others lie, which `place` says; undefined where it could be a values file
 * of ours with mistakes.
 */
export function otherValuesIn(
  { text, root, broken }: ValuesDocument,
  place: string | undefined,
): string | undefined {
  if (root?.kind !== 'map' || root.entries.some(({ key, value }) => isOwnBlock(key, value)))
    return undefined;
  if (/\{\{-?\s*(?:\.[A-Z]|include |template )/.test(text)) return template;
  if (place !== undefined) return place;
  // What is broken may hold the very keys that would make it ours.
  if (broken.length > 0) return undefined;
  const known = new Set([...listKnownWords()].filter((word) => !everydayWords.has(word)));
  const own = rootKeys();
  const strange = root.entries.filter(
    ({ key }) => !known.has(key) && closest(key, own).length === 0,
  );
  if (strange.some(({ key, value }) => usualWords.has(key) || hasWord(value, usualWords)))
    return 'holds values of another chart';
  const isWhollyStrange =
    strange.length === root.entries.length && sizeOf(root) >= evidentSize && !hasWord(root, known);
  return strange.length >= evidentSize || isWhollyStrange
    ? 'has no key of the inference chart'
    : undefined;
}

function hasWord(node: Node, words: ReadonlySet<string>): boolean {
  if (node.kind === 'sequence') return node.items.some((item) => hasWord(item, words));
  return (
    node.kind === 'map' &&
    node.entries.some(({ key, value }) => words.has(key) || hasWord(value, words))
  );
}

/** Keys and items. */
function sizeOf(node: Node): number {
  if (node.kind === 'scalar') return 0;
  const inner = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
  return inner.reduce((size, one) => size + 1 + sizeOf(one), 0);
}
