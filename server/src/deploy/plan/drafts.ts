import type { Need } from '../preflight/access.ts';
import { resourcePath, type Resource } from '../cluster/discovery.ts';
import { listAt, mapAt, textAt, without } from '../objects/json.ts';
import { keyOf, withMetadata, type KubeObject, type ObjectRef } from '../objects/kube-object.ts';
import { hooksOf, type Manifest } from '../objects/manifest.ts';
import { markOwned, type Owner } from '../objects/ownership.ts';
import { historyLimit } from '../release/release-store.ts';
import type { Draft } from './planned-object.ts';
import type { Problem } from './problem.ts';
import type { Survey } from './survey.ts';

export interface PlacedDraft extends Draft {
  /** The template that printed it; empty for what is no part of the release. */
  readonly source: string;
  /** What this same plan makes first; absent when the cluster can judge the object now. */
  readonly waitsFor?: 'namespace' | 'definition';
}

export interface Drafts {
  readonly placed: readonly PlacedDraft[];
  readonly needs: readonly Need[];
  readonly problems: readonly Problem[];
}

/** Gives each object its place, its marks and its path, and finds what cannot be placed at all. */
export function draftObjects(
  manifests: readonly Manifest[],
  owner: Owner,
  { kinds, namespace, revisions }: Survey,
  scaled: ReadonlySet<string> = new Set(),
): Drafts {
  const own = definedHere(manifests);
  const problems: Problem[] = [];
  const unserved = new Map<string, ObjectRef[]>();
  const placed: PlacedDraft[] = [];
  const needs: Need[] = recordNeeds(owner, revisions.length);
  const missing = namespace === 'missing' ? owner.namespace : undefined;

  if (missing !== undefined && !manifests.some(({ ref }) => isNamespace(ref, missing))) {
    placed.push(namespaceDraft(missing));
    needs.push({ resource: namespaces, namespace: undefined, verb: 'create' });
  }
  for (const { object, ref, source, isCrd = false } of manifests) {
    // As Helm has it: `crds/` are made where they are absent, and never touched again.
    if (isCrd && isServed(object, kinds)) continue;
    const hooks = hooksOf(object);
    if (hooks.length > 0) problems.push({ kind: 'hook-not-run', ref, hooks });
    const id = `${ref.apiVersion} ${ref.kind}`;
    const served = kinds.find(ref.apiVersion, ref.kind);
    const resource = served ?? own.get(id);
    if (resource === undefined) {
      unserved.set(id, [...(unserved.get(id) ?? []), ref]);
      continue;
    }
    const draft = place({ object, ref, source, isCrd }, resource, owner);
    const isInMissing = resource.isNamespaced && draft.ref.namespace === missing;
    placed.push({
      ...draft,
      ...(scaled.has(keyOf(draft.ref)) && { isScaled: true }),
      ...(isInMissing && { waitsFor: 'namespace' as const }),
      ...(served === undefined && { waitsFor: 'definition' as const }),
    });
    for (const verb of ['get', 'create', 'patch'])
      needs.push({ resource, namespace: draft.ref.namespace, verb });
  }
  for (const refs of unserved.values()) problems.push({ kind: 'kind-not-served', refs });
  return { placed, needs, problems };
}

function place(
  { object, ref, source, isCrd = false }: Manifest,
  resource: Resource,
  owner: Owner,
): PlacedDraft {
  const { namespace: written, ...rest } = ref;
  const namespace = resource.isNamespaced ? (written ?? owner.namespace) : undefined;
  const placedRef: ObjectRef = namespace === undefined ? rest : { ...rest, namespace };
  // Go programs print `status: {}` and `creationTimestamp: null`, which nobody means to apply.
  const meant = without(object, 'status');
  const marked = isCrd ? meant : markOwned(meant, owner);
  const metadata = without(mapAt(marked, 'metadata'), 'creationTimestamp');
  const placed = { ...marked, metadata };
  return {
    ref: placedRef,
    object: namespace === undefined ? placed : withMetadata(placed, { namespace }),
    path: resourcePath(resource, placedRef),
    source: isCrd ? '' : source,
  };
}

/** As `helm install --create-namespace` does: made first, and no part of the release. */
function namespaceDraft(name: string): PlacedDraft {
  const ref: ObjectRef = { apiVersion: 'v1', kind: 'Namespace', name };
  const object: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  return { ref, object, path: resourcePath(namespaces, ref), source: '' };
}

const namespaces: Resource = { group: '', plural: 'namespaces', isNamespaced: false };
const secrets: Resource = { group: '', plural: 'secrets', isNamespaced: true };

function recordNeeds({ namespace }: Owner, revisions: number): Need[] {
  // A long history is cut by the oldest revision.
  const isLong = revisions >= historyLimit;
  const verbs = ['get', 'list', 'create', 'update', ...(isLong ? ['delete'] : [])];
  return verbs.map((verb) => ({ resource: secrets, namespace, verb }));
}

/** A definition is installed when one of its versions is served. */
function isServed(definition: KubeObject, kinds: Survey['kinds']): boolean {
  const kind = textAt(definition, 'spec', 'names', 'kind') ?? '';
  return versionsOf(definition).some((version) => kinds.find(version, kind) !== undefined);
}

/** `group/version` of each version that a CustomResourceDefinition brings. */
export function versionsOf(definition: KubeObject): readonly string[] {
  const group = textAt(definition, 'spec', 'group') ?? '';
  return listAt(definition, 'spec', 'versions').map(
    (version) => `${group}/${textAt(version, 'name') ?? ''}`,
  );
}

/** Kinds that CustomResourceDefinitions among the objects bring along. */
function definedHere(manifests: readonly Manifest[]): ReadonlyMap<string, Resource> {
  const kinds = new Map<string, Resource>();
  for (const { object, ref } of manifests) {
    if (ref.kind !== 'CustomResourceDefinition') continue;
    const group = textAt(object, 'spec', 'group') ?? '';
    const kind = textAt(object, 'spec', 'names', 'kind') ?? '';
    const plural = textAt(object, 'spec', 'names', 'plural') ?? '';
    const isNamespaced = textAt(object, 'spec', 'scope') === 'Namespaced';
    for (const version of versionsOf(object))
      kinds.set(`${version} ${kind}`, { group, plural, isNamespaced });
  }
  return kinds;
}

function isNamespace({ kind, name }: ObjectRef, namespace: string): boolean {
  return kind === 'Namespace' && name === namespace;
}
