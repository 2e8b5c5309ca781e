import { createHash } from 'node:crypto';
import { unionOf, type FieldSet } from './field-set.ts';
import { isMap, listAt, mapAt, textAt, without, type Json } from './json.ts';
import { fieldManager } from './ownership.ts';

/** Who owns which fields of an object. */
export function managersOf(object: unknown): readonly Json[] {
  return listAt(object, 'metadata', 'managedFields').filter(isMap);
}

/**
 * What Helm 3, or Helm 4 with `--server-side=false`, wrote: the same name as ours, but an update, which
 * the API server takes for somebody else who owns the same fields.
 */
export function isClientSide(entry: Json): boolean {
  return isHelms(entry, 'Update');
}

/** What Helm 4 and we wrote. */
export function isServerSide(entry: Json): boolean {
  return isHelms(entry, 'Apply');
}

/**
 * The managers once what Helm's client-side apply owns has passed to server-side apply, as Helm 4 and
 * kubectl hand it over: into the entry of the same API version, and what is of another is forgotten.
 * Source: k8s.io/client-go v0.37.1, util/csaupgrade/upgrade.go.
 */
export function handOver(managers: readonly Json[]): readonly Json[] {
  const updates = managers.filter(isClientSide);
  const [newest] = updates;
  if (newest === undefined) return managers;
  const heir = managers.find(isServerSide) ?? newest;
  const version = textAt(heir, 'apiVersion');
  const same = updates.find((entry) => textAt(entry, 'apiVersion') === version);
  const fieldsV1 = unionOf([fieldsOf(heir), ...(same === undefined ? [] : [fieldsOf(same)])]);
  return managers.flatMap((entry) => {
    if (entry === heir) return [{ ...entry, operation: 'Apply', fieldsV1 }];
    return isClientSide(entry) ? [] : [entry];
  });
}

export function fieldsOf(entry: Json | undefined): FieldSet {
  return mapAt(entry, 'fieldsV1');
}

/** A mark that changes when somebody takes or gives up a field, and not with every status update. */
export function ownershipMark(object: unknown): string {
  const entries = managersOf(object)
    .filter((entry) => textAt(entry, 'subresource') !== 'status')
    .map((entry) => without(entry, 'time'));
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex');
}

/** Of the object itself: Helm writes no subresource. */
function isHelms(entry: Json, operation: string): boolean {
  return (
    textAt(entry, 'manager') === fieldManager &&
    textAt(entry, 'operation') === operation &&
    (textAt(entry, 'subresource') ?? '') === ''
  );
}
