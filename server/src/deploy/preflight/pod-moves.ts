import { at, isMap, isSame, listAt, mapAt, textAt, without, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { selects } from '../objects/selectors.ts';
import { podGroupsOf, replicasOf, type PodGroup } from './pod-groups.ts';

/** A workload before and after the plan. */
export interface Workload {
  readonly ref: ObjectRef;
  /** Absent for a new one. */
  readonly live: unknown;
  /** What the dry run made of it; absent for a deletion. */
  readonly next: unknown;
}

/** What a plan does to the pods of one workload. */
export interface PodMove {
  readonly workload: ObjectRef;
  /** Pods that need a place in the end. */
  readonly groups: readonly PodGroup[];
  /** Whether a pod of the cluster makes its place free in the end. */
  readonly frees: (pod: Json) => boolean;
  /** What needs a place while the old pods still run; absent when they go first. */
  readonly passage?: Passage;
}

export interface Passage {
  /** `surge`: a Deployment starts a new pod before it ends an old one. `second-cluster`: KubeRay builds a whole new cluster. */
  readonly how: 'surge' | 'second-cluster';
  readonly groups: readonly PodGroup[];
}

const nothing = (): boolean => false;

/** Absent when the plan leaves the workload's pods alone. */
export function podMoveOf({ ref, live, next }: Workload): PodMove | undefined {
  const frees = (pod: Json): boolean => isPodOf(pod, ref, live);
  if (next === undefined) return { workload: ref, groups: [], frees };
  if (live === undefined) return { workload: ref, groups: podGroupsOf(next, ref), frees: nothing };
  switch (ref.kind) {
    case 'Deployment':
    case 'StatefulSet':
      return isSame(at(live, 'spec', 'template'), at(next, 'spec', 'template'))
        ? scaled(ref, podGroupsOf(live, ref), podGroupsOf(next, ref))
        : replaced({ ref, live, next }, frees);
    case 'RayService':
      return rayMove({ ref, live, next }, frees);
    default:
      // Changed in place, or not at all: pods of a Job or a bare Pod are not made again.
      return undefined;
  }
}

/** Only what is added needs a place; fewer pods need none. */
function scaled(
  workload: ObjectRef,
  before: readonly PodGroup[],
  after: readonly PodGroup[],
): PodMove | undefined {
  const groups = after.flatMap((group) => {
    const old = before.find(({ role }) => role === group.role)?.count ?? 0;
    return group.count > old ? [{ ...group, count: group.count - old }] : [];
  });
  return groups.length === 0 ? undefined : { workload, groups, frees: nothing };
}

function replaced({ ref, live, next }: Workload, frees: PodMove['frees']): PodMove | undefined {
  if (at(next, 'spec', 'paused') === true) return undefined;
  const field = ref.kind === 'Deployment' ? 'strategy' : 'updateStrategy';
  const strategy = mapAt(next, 'spec', field);
  if (strategy['type'] === 'OnDelete') return undefined;
  const groups = podGroupsOf(next, ref);
  const move = { workload: ref, groups, frees };
  const surges =
    ref.kind === 'Deployment' &&
    strategy['type'] !== 'Recreate' &&
    replicasOf(live) > 0 &&
    replicasOf(next) > 0 &&
    !mayGoBelow(next);
  if (!surges) return move;
  const passing = groups.map((group) => ({ ...group, count: 1 }));
  return { ...move, passage: { how: 'surge', groups: passing } };
}

/** Whether the Deployment may end an old pod before the new one is ready. */
function mayGoBelow(deployment: unknown): boolean {
  const rolling = mapAt(deployment, 'spec', 'strategy', 'rollingUpdate');
  return rollingPace(rolling, replicasOf(deployment)).unavailable > 0;
}

/** How many replicas a rolling update replaces at a time: `maxSurge` rounded up, `maxUnavailable` down. */
export function rollingPace(
  rolling: Json,
  replicas: number,
): { readonly surge: number; readonly unavailable: number } {
  const surge = Math.ceil(share(rolling['maxSurge'], replicas));
  const unavailable = Math.floor(share(rolling['maxUnavailable'], replicas));
  // The controller takes one where both come to nothing.
  return { surge, unavailable: surge === 0 ? Math.max(unavailable, 1) : unavailable };
}

/** A count, or a percentage of the replicas; a quarter when nobody says. */
function share(value: unknown, replicas: number): number {
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? Number.parseFloat(value) : 25;
  return (percent * replicas) / 100;
}

function rayMove({ ref, live, next }: Workload, frees: PodMove['frees']): PodMove | undefined {
  const before = at(live, 'spec', 'rayClusterConfig');
  const after = at(next, 'spec', 'rayClusterConfig');
  const groups = podGroupsOf(next, ref);
  if (!startsNewCluster(before, after)) return scaled(ref, podGroupsOf(live, ref), groups);
  const strategy = textAt(next, 'spec', 'upgradeStrategy', 'type') ?? 'NewCluster';
  if (strategy === 'None') return undefined;
  const move = { workload: ref, groups, frees };
  // An incremental upgrade moves the load step by step, so a whole second cluster need not fit.
  const needsBoth = strategy === 'NewCluster' && isServing(live);
  return needsBoth ? { ...move, passage: { how: 'second-cluster', groups } } : move;
}

/** A RayService that has no cluster yet replaces what it was building. */
function isServing(live: unknown): boolean {
  return (textAt(live, 'status', 'activeServiceStatus', 'rayClusterName') ?? '') !== '';
}

/**
 * KubeRay compares a hash of `rayClusterConfig`, from which it leaves out how many workers there are,
 * tolerations and gates; worker groups added at the end join the cluster that runs. Everything else
 * starts a second cluster. KubeRay 1.6.2, GenerateHashWithoutReplicasAndWorkersToDelete.
 */
export function startsNewCluster(before: unknown, after: unknown): boolean {
  const kept = listAt(before, 'workerGroupSpecs').length;
  return !isSame(meaning(hashed(before, kept)), meaning(hashed(after, kept)));
}

/** Without empty fields: the operator writes them out, and its hash does not know them from absent ones. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(meaning);
  if (!isMap(value)) return value ?? undefined;
  const full = Object.entries(value)
    .map(([key, one]) => [key, meaning(one)] as const)
    .filter(([, one]) => one !== undefined);
  return full.length === 0 ? undefined : Object.fromEntries(full);
}

function hashed(config: unknown, groups: number): unknown {
  if (!isMap(config)) return undefined;
  return {
    ...without(config, 'upgradeStrategy', 'suspend'),
    headGroupSpec: withoutGates(mapAt(config, 'headGroupSpec')),
    workerGroupSpecs: listAt(config, 'workerGroupSpecs')
      .filter(isMap)
      .slice(0, groups)
      .map((group) => withoutGates(without(group, ...counts))),
  };
}

const counts = ['replicas', 'minReplicas', 'maxReplicas', 'scaleStrategy'];

function withoutGates(group: Json): Json {
  const spec = without(mapAt(group, 'template', 'spec'), 'tolerations', 'schedulingGates');
  return { ...group, template: { ...mapAt(group, 'template'), spec } };
}

/** Pods that a live workload made. */
export function isPodOf(pod: Json, { kind, name, namespace }: ObjectRef, live: unknown): boolean {
  if (textAt(pod, 'metadata', 'namespace') !== namespace) return false;
  const labels = mapAt(pod, 'metadata', 'labels');
  switch (kind) {
    case 'Pod':
      return textAt(pod, 'metadata', 'name') === name;
    case 'Deployment':
      return selects(at(live, 'spec', 'selector'), labels) && isOwnedBy(pod, `${name}-`);
    case 'RayService':
      return rayClustersOf(live).includes(textAt(labels, 'ray.io/cluster') ?? '');
    case 'RayCluster':
      return labels['ray.io/cluster'] === name;
    case 'LeaderWorkerSet':
      return labels['leaderworkerset.sigs.k8s.io/name'] === name;
    default:
      return listAt(pod, 'metadata', 'ownerReferences').some(
        (owner) => textAt(owner, 'kind') === kind && textAt(owner, 'name') === name,
      );
  }
}

function isOwnedBy(pod: Json, prefix: string): boolean {
  return listAt(pod, 'metadata', 'ownerReferences').some((owner) =>
    (textAt(owner, 'name') ?? '').startsWith(prefix),
  );
}

function rayClustersOf(live: unknown): readonly string[] {
  return ['activeServiceStatus', 'pendingServiceStatus'].flatMap((field) => {
    const name = textAt(live, 'status', field, 'rayClusterName') ?? '';
    return name === '' ? [] : [name];
  });
}
