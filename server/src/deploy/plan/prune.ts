import { ok, type Result } from '../../base/result.ts';
import { compare } from '../objects/comparison.ts';
import { resourcePath, type ServedKinds } from '../cluster/discovery.ts';
import { isMap, textAt } from '../objects/json.ts';
import { keyOf, type ObjectRef } from '../objects/kube-object.ts';
import { isKept, readManifests } from '../objects/manifest.ts';
import { isOwned, type Owner } from '../objects/ownership.ts';
import { readLive, type PlannedObject } from './planned-object.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import type { Revision } from '../release/release-record.ts';
import { contentVersion } from './survey.ts';

/**
 * What earlier revisions made: those of the deployed one, and of failed ones after it, which may have
 * got as far as making objects that no later manifest names.
 */
export function earlierObjects(
  revisions: readonly Revision[],
  readYaml: Ports['readYaml'],
): readonly ObjectRef[] {
  const deployed = revisions.findIndex(({ status }) => status === 'deployed');
  const since = deployed < 0 ? revisions : revisions.slice(0, deployed + 1);
  const found = new Map<string, ObjectRef>();
  for (const { manifest, namespace } of since) {
    const documents = manifest.split(/^---.*$/m).map((text) => ({ source: '', text }));
    const read = readManifests(documents, readYaml);
    if (!read.ok) continue;
    for (const { ref, object } of read.value) {
      const placed = { ...ref, namespace: ref.namespace ?? namespace };
      if (!isKept(object)) found.set(keyOf(placed), placed);
    }
  }
  return [...found.values()];
}

export interface Deletion {
  readonly planned: PlannedObject;
  readonly live: unknown;
}

/** The deletions that a plan must make: earlier objects it no longer has, still there and still ours. */
export async function planDeletions(
  { cluster }: Pick<Ports, 'cluster'>,
  earlier: readonly ObjectRef[],
  { kinds, owner, kept }: { kinds: ServedKinds; owner: Owner; kept: ReadonlySet<string> },
  signal?: AbortSignal,
): Promise<Result<readonly Deletion[], Refusal>> {
  const gone = earlier.filter((ref) => !kept.has(keyOf(ref)));
  const planned = await Promise.all(
    gone.map(async (ref): Promise<Result<readonly Deletion[], Refusal>> => {
      const resource = kinds.find(ref.apiVersion, ref.kind);
      if (resource === undefined) return ok([]);
      const path = resourcePath(resource, ref);
      const live = await readLive(cluster, path, signal);
      if (!live.ok) return live;
      const isOurs = isMap(live.value) && isOwned(live.value, owner) && !isKept(live.value);
      return ok(isOurs ? [{ planned: deletion({ ref, path }, live.value), live: live.value }] : []);
    }),
  );
  const refused = planned.find((result) => !result.ok);
  return refused ?? ok(planned.flatMap((result) => (result.ok ? result.value : [])));
}

/** What becomes of what an object owns: https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
export type Propagation = 'Background' | 'Foreground' | 'Orphan';

/** Bound to the very object that was seen: one made anew under the same name is left alone. */
export function deletion(
  { ref, path }: Pick<PlannedObject, 'ref' | 'path'>,
  live: unknown,
  propagationPolicy: Propagation = 'Background',
): PlannedObject {
  const uid = textAt(live, 'metadata', 'uid') ?? '';
  return {
    ref,
    change: 'delete',
    path,
    body: JSON.stringify({ propagationPolicy, preconditions: { uid } }),
    takes: [],
    liveVersion: contentVersion(live) ?? uid,
    comparison: compare(live, undefined),
    warnings: [],
  };
}
