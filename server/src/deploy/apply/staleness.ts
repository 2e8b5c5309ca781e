import { ok, type Result } from '../../base/result.ts';
import type { ConnectFailure } from '../cluster/connect-failure.ts';
import { textAt } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { ownershipMark } from '../objects/managed-fields.ts';
import type { Plan } from '../plan/plan.ts';
import { readLive, type PlannedObject } from '../plan/planned-object.ts';
import type { Cluster } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { listRevisions } from '../release/release-store.ts';
import { contentVersion } from '../plan/survey.ts';
import { compareTargets, type TargetChange } from '../cluster/target.ts';

/** What is no longer as it was when the plan was shown. */
export type Change =
  | { readonly kind: 'target'; readonly change: TargetChange }
  | { readonly kind: 'kubeconfig'; readonly failure: ConnectFailure }
  | { readonly kind: 'cluster' }
  | { readonly kind: 'release'; readonly planned: number; readonly now: number }
  | { readonly kind: 'object'; readonly ref: ObjectRef };

/** What a plan, of whatever kind, has frozen of the world. */
export type Frozen = Pick<Plan, 'target' | 'clusterUid' | 'objects'> & {
  readonly release: { readonly name: string; readonly namespace: string };
  readonly head: Plan['head'];
};

/** Compares the plan's frozen world with the world as it is. Reads only. */
export async function findChanges(
  cluster: Cluster,
  plan: Frozen,
  signal?: AbortSignal,
): Promise<Result<readonly Change[], Refusal>> {
  const target = await cluster.reread();
  if (!target.ok) return ok([{ kind: 'kubeconfig', failure: target.failure }]);
  const moved = compareTargets(plan.target, target.value);
  // Nothing is asked of a cluster that may not be the one that was meant.
  if (moved.length > 0) return ok(moved.map((change) => ({ kind: 'target', change })));

  const { name: release, namespace } = plan.release;
  const [system, revisions, ...objects] = await Promise.all([
    readLive(cluster, '/api/v1/namespaces/kube-system', signal),
    listRevisions(cluster, { release, namespace }, signal),
    ...plan.objects.map(({ path }) => readLive(cluster, path, signal)),
  ]);
  const changes: Change[] = [];
  const uid = system.ok ? textAt(system.value, 'metadata', 'uid') : undefined;
  if (uid !== plan.clusterUid) changes.push({ kind: 'cluster' });
  if (!revisions.ok) return revisions;
  const planned = plan.head?.revision ?? 0;
  const now = revisions.value[0]?.revision ?? 0;
  if (planned !== now || plan.head?.status !== revisions.value[0]?.status)
    changes.push({ kind: 'release', planned, now });
  for (const [index, live] of objects.entries()) {
    const object = plan.objects[index];
    if (object === undefined) continue;
    if (!live.ok) return live;
    if (!isAsPlanned(live.value, object)) changes.push({ kind: 'object', ref: object.ref });
  }
  return ok(changes);
}

/** What is handed over goes by who owns what, so that must not have changed either. */
export function isAsPlanned(
  live: unknown,
  { liveVersion, handOver }: Pick<PlannedObject, 'liveVersion' | 'handOver'>,
): boolean {
  return (
    contentVersion(live) === liveVersion &&
    (handOver === undefined || ownershipMark(live) === handOver.ownership)
  );
}
