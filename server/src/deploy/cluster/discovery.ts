import { failed, ok, type Result } from '../../base/result.ts';
import { at, listAt, textAt } from '../objects/json.ts';
import { groupOf, type ObjectRef } from '../objects/kube-object.ts';
import type { Cluster } from './ports.ts';
import { readAnswer, type Refusal } from './refusal.ts';

/** A kind as the API server serves it. */
export interface Resource {
  readonly group: string;
  /** As in paths and access rules: `deployments`. */
  readonly plural: string;
  readonly isNamespaced: boolean;
}

export interface ServedKinds {
  /** Undefined when the cluster does not serve this kind in this version. */
  find(apiVersion: string, kind: string): Resource | undefined;
}

/** Asks the cluster for the kinds of these versions; a version it does not know serves nothing. */
export async function discover(
  cluster: Cluster,
  apiVersions: Iterable<string>,
  signal?: AbortSignal,
): Promise<Result<ServedKinds, Refusal>> {
  const kinds = new Map<string, Resource>();
  const refusals: Refusal[] = [];
  await Promise.all(
    [...new Set(apiVersions)].map(async (apiVersion) => {
      const path = versionPath(apiVersion);
      const answer = readAnswer(await cluster.request({ method: 'GET', path }, signal));
      if (answer.ok) addKinds(kinds, apiVersion, answer.value.body);
      else if (answer.failure.kind !== 'not-found') refusals.push(answer.failure);
    }),
  );
  const [refusal] = refusals;
  if (refusal !== undefined) return failed(refusal);
  return ok({ find: (apiVersion, kind) => kinds.get(`${apiVersion} ${kind}`) });
}

/** Path of the collection, or of the object when `name` is given. */
export function resourcePath(
  { plural, isNamespaced }: Resource,
  { apiVersion, namespace, name }: Omit<ObjectRef, 'kind' | 'name'> & { readonly name?: string },
): string {
  const place = isNamespaced ? `/namespaces/${encodeURIComponent(namespace ?? 'default')}` : '';
  const end = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${versionPath(apiVersion)}${place}/${plural}${end}`;
}

function versionPath(apiVersion: string): string {
  return groupOf(apiVersion) === '' ? `/api/${apiVersion}` : `/apis/${apiVersion}`;
}

function addKinds(kinds: Map<string, Resource>, apiVersion: string, body: unknown): void {
  for (const resource of listAt(body, 'resources')) {
    const plural = textAt(resource, 'name');
    const kind = textAt(resource, 'kind');
    // Subresources (`deployments/scale`) are listed among the kinds.
    if (plural === undefined || kind === undefined || plural.includes('/')) continue;
    const isNamespaced = at(resource, 'namespaced') === true;
    kinds.set(`${apiVersion} ${kind}`, { group: groupOf(apiVersion), plural, isNamespaced });
  }
}
