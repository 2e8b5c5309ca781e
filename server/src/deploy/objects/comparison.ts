import { at, isMap, mapAt, textAt, type Json } from './json.ts';
import { maskText } from './mask-text.ts';
import { withMetadata } from './kube-object.ts';
import { yamlText } from './yaml-text.ts';

/** Live and next state of an object as text for a diff editor, with every secret masked. */
export interface Comparison {
  readonly live: string;
  readonly next: string;
}

/** `undefined` stands for an object that is not there, before or after. */
export function compare(live: unknown, next: unknown): Comparison {
  const [before, after] = mask(stripped(live), stripped(next));
  return { live: textOf(before), next: textOf(after) };
}

/** The object without what the API server keeps in it about itself: two equal results need no write. */
export function stripped(object: unknown): unknown {
  if (!isMap(object)) return undefined;
  const rest = Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'status'));
  const metadata = Object.entries(mapAt(object, 'metadata')).filter(([key]) => !isBookkeeping(key));
  return { ...rest, metadata: Object.fromEntries(metadata) };
}

/** Whether the API server keeps this field of the metadata by itself. */
export function isBookkeeping(key: string): boolean {
  return bookkeeping.has(key);
}

const bookkeeping: ReadonlySet<string> = new Set([
  'creationTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
/** Whole words only: MAX_NUM_BATCHED_TOKENS and TOKENIZER_POOL_SIZE are no secrets. */
const secretName = /(?:^|[_-])(?:token|key|secret|password|credentials?)(?:$|[_-])/i;

/** `--api-key`, behind which the next argument is the secret. */
const secretFlag = /^--?(?:[\w-]*[_-])?(?:token|key|secret|password)$/i;

function textOf(object: unknown): string {
  return object === undefined ? '' : yamlText(object);
}

/** Masks both sides at once, so that a changed secret still shows as a change. */
function mask(live: unknown, next: unknown): readonly [unknown, unknown] {
  const isSecret = textAt(live ?? next, 'kind') === 'Secret';
  const pair: readonly [unknown, unknown] = [withoutLastApplied(live), withoutLastApplied(next)];
  return isSecret
    ? maskFields(maskFields(pair, 'data'), 'stringData')
    : [maskVariables(pair[0], pair[1]), maskVariables(pair[1], pair[0], 'after')];
}

function withoutLastApplied(object: unknown): unknown {
  const annotations = mapAt(object, 'metadata', 'annotations');
  if (!isMap(object) || !Object.hasOwn(annotations, lastApplied)) return object;
  const kept = Object.entries(annotations).filter(([key]) => key !== lastApplied);
  return withMetadata(object, { annotations: Object.fromEntries(kept) });
}

function maskFields(
  [live, next]: readonly [unknown, unknown],
  field: string,
): readonly [unknown, unknown] {
  const masked = (own: unknown, other: unknown, side: string): unknown => {
    if (!isMap(own) || !isMap(own[field])) return own;
    const values = Object.entries(own[field]).map(([key, value]) => {
      const isUnchanged = other === undefined || at(other, field, key) === value;
      return [key, isUnchanged ? '(masked)' : `(masked, ${side})`] as const;
    });
    return { ...own, [field]: Object.fromEntries(values) };
  };
  return [masked(live, next, 'before'), masked(next, live, 'after')];
}

/**
 * Environment variables and arguments whose names say that they hold a secret, and credentials that show
 * by their form, wherever in the object they stand.
 */
function maskVariables(own: unknown, other: unknown, side = 'before'): unknown {
  if (typeof own === 'string') return maskString(own, other, side);
  if (Array.isArray(own)) {
    const others = Array.isArray(other) ? (other as unknown[]) : [];
    return own.map((item: unknown, index) =>
      secretFlag.test(String(own[index - 1])) && typeof item === 'string'
        ? maskOf(item, others[index], side)
        : maskVariables(item, others[index], side),
    );
  }
  if (!isMap(own)) return own;
  if (isLiteralSecret(own))
    return { ...own, value: maskOf(own['value'], at(other, 'value'), side) };
  return Object.fromEntries(
    Object.entries(own).map(([key, value]) => [key, maskVariables(value, at(other, key), side)]),
  );
}

function maskString(own: string, other: unknown, side: string): string {
  const masked = maskText(own);
  // What differs must not look the same.
  return masked === own || other === undefined || other === own
    ? masked
    : masked.replaceAll('(masked)', `(masked, ${side})`);
}

function maskOf(own: unknown, other: unknown, side: string): string {
  return other === undefined || other === own ? '(masked)' : `(masked, ${side})`;
}

function isLiteralSecret(item: Json): boolean {
  const name = textAt(item, 'name');
  return name !== undefined && secretName.test(name) && typeof item['value'] === 'string';
}
