import { resourcePath, type ServedKinds } from '../cluster/discovery.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import type { Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { patienceMs, type Cause } from '../rollout/cause.ts';
import { findCauses } from '../rollout/find-causes.ts';
import { judge } from '../rollout/judge.ts';
import { takeSnapshot, type Surroundings } from '../rollout/take-snapshot.ts';
import { devicesOf, replicasOf } from './devices.ts';
import { podStatusOf } from './pod-status.ts';
import type { DeviceCount, PodSummary, ReplicaCount } from './release-summary.ts';

/** One workload of a release as it is now. */
export type WorkloadStatus = { readonly ref: ObjectRef } & (
  | ({ readonly kind: 'found' } & FoundWorkload)
  /** The release has it, and the cluster does not. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'kind-not-served' }
  | { readonly kind: 'unreadable'; readonly refusal: Refusal }
);

export interface FoundWorkload {
  /** `stopped`: no replica is wanted. */
  readonly state: 'serving' | 'starting' | 'failing' | 'stopped';
  /** Such as "1 of 2 replicas ready". */
  readonly progress: string;
  readonly replicas: ReplicaCount;
  readonly devices: readonly DeviceCount[];
  readonly pods: readonly PodSummary[];
  readonly causes: readonly Cause[];
  readonly events: readonly Json[];
}

export interface Asked {
  readonly ref: ObjectRef;
  readonly kinds: ServedKinds;
  readonly surroundings: Surroundings;
  /** Since the release was last deployed: what a cause is forgiven in the beginning. */
  readonly elapsedMs: number;
}

export async function workloadStatus(
  ports: Ports,
  { ref, kinds, surroundings, elapsedMs }: Asked,
  signal?: AbortSignal,
): Promise<WorkloadStatus> {
  const resource = kinds.find(ref.apiVersion, ref.kind);
  if (resource === undefined) return { kind: 'kind-not-served', ref };
  const path = resourcePath(resource, ref);
  const taken = await takeSnapshot(ports, surroundings, { ref, path, elapsedMs }, signal);
  if (!taken.ok) return { kind: 'unreadable', ref, refusal: taken.failure };
  if (taken.value === undefined) return { kind: 'missing', ref };
  const { object, pods, events } = taken.value;
  const { isReady, message } = judge(taken.value);
  const replicas = replicasOf(object);
  const causes = isReady ? [] : findCauses(taken.value);
  return {
    kind: 'found',
    ref,
    state: isReady ? (replicas.wanted === 0 ? 'stopped' : 'serving') : outlook(causes, elapsedMs),
    progress: message,
    replicas,
    devices: devicesOf(object),
    pods: pods.map(podStatusOf),
    causes,
    events,
  };
}

/** As a rollout has it: some causes may stand for a while, and some wait for what is on its way. */
function outlook(causes: readonly Cause[], elapsedMs: number): 'starting' | 'failing' {
  const isOverdue = (cause: Cause): boolean => {
    const patience = patienceMs(cause);
    return patience !== undefined && elapsedMs >= patience;
  };
  return causes.some(isOverdue) ? 'failing' : 'starting';
}
