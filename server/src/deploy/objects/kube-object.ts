import { isMap, textAt, type Json } from './json.ts';

/** An object as it goes over the wire. */
export type KubeObject = Json;

/** What names an object in a cluster. The namespace is absent for cluster-wide kinds. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** Absent when the value lacks one of the fields that every object has. */
export function refOf(object: unknown): ObjectRef | undefined {
  const apiVersion = textAt(object, 'apiVersion');
  const kind = textAt(object, 'kind');
  const name = textAt(object, 'metadata', 'name');
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const namespace = textAt(object, 'metadata', 'namespace');
  return { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
}

/** Two refs with the same key are the same object; versions of one group are views of one object. */
export function keyOf({ apiVersion, kind, namespace = '', name }: ObjectRef): string {
  return [groupOf(apiVersion), kind, namespace, name].join('/');
}

export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** `metadata` with some of its fields replaced. */
export function withMetadata(object: KubeObject, changes: Json): KubeObject {
  const metadata = object['metadata'];
  return { ...object, metadata: { ...(isMap(metadata) ? metadata : {}), ...changes } };
}
