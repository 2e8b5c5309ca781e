import { at, isMap, listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import { withMetadata, type ObjectRef } from '../objects/kube-object.ts';

/** Pods that one workload makes from one template. */
export interface PodGroup {
  readonly workload: ObjectRef;
  /** `head`, or the name of a worker group; absent where a workload has one template. */
  readonly role?: string;
  readonly count: number;
  /** `metadata` with the labels that the pods will have, and `spec`. */
  readonly pod: Json;
}

/** Stands for a label value that a controller makes up when it makes the pods. */
export const madeUp = '(new)';

/**
 * The pods that a workload makes when nothing scales it. Empty for other kinds, and for a DaemonSet,
 * whose pods never need a place that is not theirs.
 */
export function podGroupsOf(object: unknown, workload: ObjectRef): readonly PodGroup[] {
  switch (workload.kind) {
    case 'Deployment':
    case 'ReplicaSet':
    case 'StatefulSet':
      return one(workload, replicasOf(object), at(object, 'spec', 'template'), {
        'pod-template-hash': madeUp,
      });
    case 'Job':
      return one(
        workload,
        numberAt(object, 'spec', 'parallelism') ?? 1,
        at(object, 'spec', 'template'),
      );
    case 'Pod':
      return one(workload, 1, object);
    case 'RayCluster':
      return rayGroups(workload, at(object, 'spec'));
    case 'RayService':
      return rayGroups(workload, at(object, 'spec', 'rayClusterConfig'));
    case 'LeaderWorkerSet':
      return leaderWorkerGroups(workload, at(object, 'spec'));
    default:
      return [];
  }
}

export function replicasOf(object: unknown): number {
  return numberAt(object, 'spec', 'replicas') ?? 1;
}

/** Pods that wait for a gate, or that name their node, are not the scheduler's to place. */
export function isScheduled({ pod, count }: PodGroup): boolean {
  const spec = mapAt(pod, 'spec');
  return (
    count > 0 &&
    listAt(spec, 'schedulingGates').length === 0 &&
    textAt(spec, 'nodeName') === undefined
  );
}

function one(workload: ObjectRef, count: number, template: unknown, labels: Json = {}): PodGroup[] {
  return [{ workload, count, pod: podOf(workload, template, labels) }];
}

/** Replicas are clamped to their bounds by the operator, KubeRay 1.6.2. */
export function workerCount(group: unknown): number {
  if (at(group, 'suspend') === true) return 0;
  const least = numberAt(group, 'minReplicas') ?? 0;
  const most = numberAt(group, 'maxReplicas') ?? Infinity;
  const wanted = numberAt(group, 'replicas') ?? least;
  return Math.min(most, Math.max(least, wanted)) * (numberAt(group, 'numOfHosts') ?? 1);
}

function rayGroups(workload: ObjectRef, config: unknown): PodGroup[] {
  if (at(config, 'suspend') === true) return [];
  const labels = (type: string, group: string): Json => ({
    'ray.io/cluster': madeUp,
    'ray.io/node-type': type,
    'ray.io/group': group,
    'ray.io/is-ray-node': 'yes',
  });
  const head = at(config, 'headGroupSpec', 'template');
  return [
    { workload, role: 'head', count: 1, pod: podOf(workload, head, labels('head', 'headgroup')) },
    ...listAt(config, 'workerGroupSpecs').map((group): PodGroup => {
      const role = textAt(group, 'groupName') ?? '';
      const pod = podOf(workload, at(group, 'template'), labels('worker', role));
      return { workload, role, count: workerCount(group), pod };
    }),
  ];
}

/** A group is a leader and `size - 1` workers; without a template of its own the leader is like them. */
function leaderWorkerGroups(workload: ObjectRef, spec: unknown): PodGroup[] {
  const groups = numberAt(spec, 'replicas') ?? 1;
  const size = numberAt(spec, 'leaderWorkerTemplate', 'size') ?? 1;
  const worker = at(spec, 'leaderWorkerTemplate', 'workerTemplate');
  const leader = at(spec, 'leaderWorkerTemplate', 'leaderTemplate') ?? worker;
  return [
    { workload, role: 'leader', count: groups, pod: podOf(workload, leader, {}) },
    { workload, role: 'worker', count: groups * (size - 1), pod: podOf(workload, worker, {}) },
  ];
}

function podOf({ namespace }: ObjectRef, template: unknown, labels: Json): Json {
  const pod = isMap(template) ? template : {};
  const own = { ...mapAt(pod, 'metadata', 'labels'), ...labels };
  return withMetadata(pod, { labels: own, ...(namespace !== undefined && { namespace }) });
}
