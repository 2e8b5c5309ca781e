import { createHash } from 'node:crypto';
import { failed, ok, type Result } from '../../base/result.ts';
import { resourcePath, type Resource, type ServedKinds } from '../cluster/discovery.ts';
import type { Cluster, Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import type { Target } from '../cluster/target.ts';
import { keyOf, type ObjectRef } from '../objects/kube-object.ts';
import { isKept, type Manifest, type ManifestFault } from '../objects/manifest.ts';
import { isOwned, ownerOf } from '../objects/ownership.ts';
import { readLive, type PlannedObject } from '../plan/planned-object.ts';
import type { Problem } from '../plan/problem.ts';
import { deletion, type Propagation } from '../plan/prune.ts';
import { interrupted, recordedHooks } from '../plan/recorded.ts';
import { survey } from '../plan/survey.ts';
import { checkAccess, type Need } from '../preflight/access.ts';
import { objectsOf } from '../release/release-objects.ts';
import { isPending, type Revision } from '../release/release-record.ts';
import { listRevisions, type ReleaseName } from '../release/release-store.ts';
import { inUninstallOrder } from './uninstall-order.ts';

/** What uninstalling will delete and what it will leave. Shown, confirmed, and then done as it is. */
export interface UninstallPlan {
  readonly id: string;
  readonly target: Target;
  readonly release: { readonly name: string; readonly namespace: string };
  /** Deletions, in Helm's order. */
  readonly objects: readonly PlannedObject[];
  readonly left: readonly LeftObject[];
  readonly problems: readonly Problem[];
  readonly clusterUid: string | undefined;
  readonly head: Revision;
  readonly revisions: readonly Revision[];
  /** The record stays and says uninstalled, so that a rollback can bring the release back. */
  readonly keepsHistory: boolean;
}

/** An object of the release that stays in the cluster, or is no longer there. */
export interface LeftObject {
  readonly ref: ObjectRef;
  /** `kept`: by its resource policy. `namespace`: deleting it would take what others have in it. */
  readonly why: 'kept' | 'namespace' | 'not-ours' | 'gone';
  /** The release that it says it belongs to. */
  readonly owner?: string;
}

export interface UninstallOptions {
  readonly keepsHistory?: boolean;
  readonly propagation?: Propagation;
}

export type UninstallFailure =
  | { readonly kind: 'no-release'; readonly name: ReleaseName }
  | { readonly kind: 'manifest-unusable'; readonly fault: ManifestFault }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** Asks the cluster about everything that the release made, and writes nothing. */
export async function planUninstall(
  ports: Ports,
  { name, keepsHistory = false, propagation }: UninstallOptions & { readonly name: ReleaseName },
  signal?: AbortSignal,
): Promise<Result<UninstallPlan, UninstallFailure>> {
  const { cluster } = ports;
  const revisions = await listRevisions(cluster, name, signal);
  if (!revisions.ok) return refused(revisions.failure);
  const [head] = revisions.value;
  if (head === undefined) return failed({ kind: 'no-release', name });
  const made = objectsMade(revisions.value, ports.readYaml);
  if (!made.ok) return failed({ kind: 'manifest-unusable', fault: made.failure });
  const apiVersions = made.value.map(({ ref }) => ref.apiVersion);
  const world = await survey(cluster, { ...name, apiVersions }, signal);
  if (!world.ok) return refused(world.failure);

  const found = await Promise.all(
    made.value.map((manifest) =>
      judge(cluster, manifest, { kinds: world.value.kinds, name, propagation }, signal),
    ),
  );
  const unread = found.find((result) => !result.ok);
  if (unread !== undefined) return refused(unread.failure);
  const judged = found.flatMap((result) => (result.ok ? [result.value] : []));
  const objects = inUninstallOrder(judged.filter((one) => 'path' in one));
  const access = await checkAccess(
    cluster,
    needsOf(objects, { kinds: world.value.kinds, name }),
    signal,
  );
  if (signal?.aborted === true) return refused({ kind: 'cancelled' });
  return ok({
    id: createId(cluster.target, head, objects, keepsHistory),
    target: cluster.target,
    release: { name: name.release, namespace: name.namespace },
    objects,
    left: judged.filter((one) => 'why' in one),
    problems: [
      ...access.flatMap((check) => check.problems),
      ...recordedHooks(head, ['pre-delete', 'post-delete']),
      ...(isPending(head.status) ? [interrupted(head)] : []),
    ],
    clusterUid: world.value.clusterUid,
    head,
    revisions: revisions.value,
    keepsHistory,
  });
}

/** What the deployed revision made, and what failed ones after it may have. */
function objectsMade(
  revisions: readonly Revision[],
  readYaml: Ports['readYaml'],
): Result<readonly Manifest[], ManifestFault> {
  const deployed = revisions.findIndex(({ status }) => status === 'deployed');
  const since = revisions.slice(0, deployed < 0 ? revisions.length : deployed + 1);
  const found = new Map<string, Manifest>();
  for (const revision of since) {
    const objects = objectsOf(revision, readYaml);
    if (!objects.ok) return objects;
    // The newest word on an object counts: it may have become one to keep.
    for (const manifest of objects.value)
      if (!found.has(keyOf(manifest.ref))) found.set(keyOf(manifest.ref), manifest);
  }
  return ok([...found.values()]);
}

interface Judging {
  readonly kinds: ServedKinds;
  readonly name: ReleaseName;
  readonly propagation: Propagation | undefined;
}

/** Only what carries this release's ownership is deleted, and the very object that was seen. */
async function judge(
  cluster: Cluster,
  { ref, object }: Manifest,
  { kinds, name, propagation }: Judging,
  signal?: AbortSignal,
): Promise<Result<PlannedObject | LeftObject, Refusal>> {
  const resource = kinds.find(ref.apiVersion, ref.kind);
  // Of a kind that the cluster no longer knows there are no objects.
  if (resource === undefined) return ok({ ref, why: 'gone' });
  const path = resourcePath(resource, ref);
  const live = await readLive(cluster, path, signal);
  if (!live.ok) return live;
  if (live.value === undefined) return ok({ ref, why: 'gone' });
  if (isKept(object) || isKept(live.value)) return ok({ ref, why: 'kept' });
  if (ref.kind === 'Namespace') return ok({ ref, why: 'namespace' });
  if (isOwned(live.value, name)) return ok(deletion({ ref, path }, live.value, propagation));
  const owner = ownerOf(live.value);
  return ok({ ref, why: 'not-ours', ...(owner !== undefined && { owner }) });
}

const secrets: Resource = { group: '', plural: 'secrets', isNamespaced: true };

function needsOf(
  objects: readonly PlannedObject[],
  { kinds, name }: { readonly kinds: ServedKinds; readonly name: ReleaseName },
): readonly Need[] {
  const own = objects.flatMap(({ ref }) => {
    const resource = kinds.find(ref.apiVersion, ref.kind);
    return resource === undefined ? [] : [{ resource, namespace: ref.namespace, verb: 'delete' }];
  });
  const record = ['update', 'delete'].map((verb) => ({
    ...{ resource: secrets, namespace: name.namespace, verb },
  }));
  return [...own, ...record];
}

function refused(refusal: Refusal): Result<never, UninstallFailure> {
  return failed({ kind: 'refused', refusal });
}

function createId(
  target: Target,
  { release, namespace, revision, status }: Revision,
  objects: readonly PlannedObject[],
  keepsHistory: boolean,
): string {
  const deletions = objects.map(({ path, body }) => [path, body]);
  const content = [target, release, namespace, revision, status, keepsHistory, deletions];
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 16);
}
