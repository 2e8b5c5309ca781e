import { dropFields, type Dropped } from '../objects/drop-fields.ts';
import { elementsOf, presentIn, unionOf, type FieldSet } from '../objects/field-set.ts';
import { isMap, textAt, type Json } from '../objects/json.ts';
import {
  fieldsOf,
  handOver,
  isClientSide,
  isServerSide,
  managersOf,
} from '../objects/managed-fields.ts';
import { mergeApplied } from '../objects/merge-applied.ts';

/**
 * What an apply leaves of an object once it has taken over what Helm's client-side apply owns. A dry run
 * cannot tell: it does not see the managers that another dry run has changed.
 */
export type Succession =
  | ({ readonly kind: 'known' } & Dropped)
  /** The API version of the manifest is not that in which the fields are owned. */
  | { readonly kind: 'unknown' };

export interface Heirs {
  readonly live: unknown;
  /** What is applied. */
  readonly object: Json;
  /** What a dry run made of it; absent where it was refused beside the fields that are to go. */
  readonly applied?: unknown;
}

/** Undefined where Helm's client-side apply owns nothing. */
export function findSuccession({ live, object, applied }: Heirs): Succession | undefined {
  const managers = managersOf(live);
  if (!managers.some(isClientSide)) return undefined;
  const others = managers.filter((entry) => !isClientSide(entry) && !isServerSide(entry));
  const ours = managers.filter((entry) => isClientSide(entry) || isServerSide(entry));
  const version = textAt(object, 'apiVersion');
  const isKnown =
    ours.every((entry) => textAt(entry, 'apiVersion') === version && isReadable(entry)) &&
    others.every((entry) => isReadable(entry) && isComparable(entry, version));
  if (!isKnown) return { kind: 'unknown' };

  const last = fieldsOf(handOver(managers).find(isServerSide));
  const theirs = others.map(fieldsOf);
  if (applied !== undefined) {
    const mine = withData(fieldsOf(managersOf(applied).find(isServerSide)));
    return { kind: 'known', ...dropFields(applied, { last, held: unionOf([mine, ...theirs]) }) };
  }
  const merged = mergeApplied(live, object, unionOf([last, ...theirs]));
  if (merged === undefined) return { kind: 'unknown' };
  const held = unionOf([presentIn(object, last), ...theirs]);
  return { kind: 'known', ...dropFields(merged, { last, held }) };
}

/** `stringData` of a Secret is written to `data`, where it is owned once it is there. */
function withData(mine: FieldSet): FieldSet {
  const keys = mine['f:stringData'];
  return isMap(keys) ? unionOf([mine, { 'f:data': keys }]) : mine;
}

/** Fields of another version may have other names; those of metadata and status do not matter or have not. */
function isComparable(entry: Json, version: string | undefined): boolean {
  return (
    textAt(entry, 'apiVersion') === version ||
    Object.keys(fieldsOf(entry)).every((key) => key === 'f:metadata' || key === 'f:status')
  );
}

/** Of the one form there is, and without places by number, which lists that are owned by items do not have. */
function isReadable(entry: Json): boolean {
  return (
    textAt(entry, 'fieldsType') === 'FieldsV1' &&
    isMap(entry['fieldsV1']) &&
    !hasNumbers(fieldsOf(entry))
  );
}

function hasNumbers(set: FieldSet): boolean {
  return elementsOf(set).some(([element, below]) => element.startsWith('i:') || hasNumbers(below));
}
