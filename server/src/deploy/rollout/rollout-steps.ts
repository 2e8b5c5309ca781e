import { at, isSame, mapAt, numberAt, textAt } from '../objects/json.ts';
import { heldUpdate } from '../preflight/held-updates.ts';
import { replicasOf } from '../preflight/pod-groups.ts';
import { rollingPace, type Workload } from '../preflight/pod-moves.ts';

/**
 * How many times in a row pods are started until all are new: 1 when all start at once, 0 when the
 * plan leaves them as they are.
 */
export function stepsOf(workload: Workload): number {
  const { ref, next } = workload;
  if (next === undefined || at(next, 'spec', 'paused') === true) return 0;
  switch (ref.kind) {
    case 'Deployment':
      return deploymentSteps(workload);
    case 'StatefulSet':
      return statefulSetSteps(workload);
    case 'LeaderWorkerSet':
      return leaderWorkerSetSteps(workload);
    case 'RayService':
      return rayServiceSteps(workload);
    default:
      return 0;
  }
}

function deploymentSteps({ live, next }: Workload): number {
  const replicas = replicasOf(next);
  const isRolling = textAt(next, 'spec', 'strategy', 'type') !== 'Recreate';
  if (!isReplaced(live, next, 'template')) return added(live, next) > 0 ? 1 : 0;
  if (!isRolling || replicasOf(live) === 0) return Math.min(replicas, 1);
  const { surge, unavailable } = rollingPace(
    mapAt(next, 'spec', 'strategy', 'rollingUpdate'),
    replicas,
  );
  return Math.ceil(replicas / (surge + unavailable));
}

/** A change of `serveConfigV2` starts no pods, but what is loaded into them. */
function rayServiceSteps(workload: Workload): number {
  const { live, next } = workload;
  if (live === undefined) return 1;
  if (isReplaced(live, next, 'serveConfigV2')) return 1;
  const isLeft = isSame(at(live, 'spec'), at(next, 'spec')) || heldUpdate(workload) !== undefined;
  return isLeft ? 0 : 1;
}

/** Pods come one after the other unless the set says otherwise; an update always replaces one at a time. */
function statefulSetSteps(workload: Workload): number {
  const { live, next } = workload;
  if (isReplaced(live, next, 'template')) {
    if (heldUpdate(workload) !== undefined) return 0;
    const kept = numberAt(next, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
    return Math.max(replicasOf(next) - kept, 0);
  }
  const isParallel = textAt(next, 'spec', 'podManagementPolicy') === 'Parallel';
  return isParallel ? Math.min(added(live, next), 1) : added(live, next);
}

/**
 * Groups start at once and are replaced some at a time; with LeaderReady the workers of a group wait
 * for their leader. Source: sigs.k8s.io/lws v0.7.0, api/leaderworkerset/v1.
 */
function leaderWorkerSetSteps({ live, next }: Workload): number {
  const replicas = replicasOf(next);
  const halves = textAt(next, 'spec', 'startupPolicy') === 'LeaderReady' ? 2 : 1;
  if (!isReplaced(live, next, 'leaderWorkerTemplate')) return added(live, next) > 0 ? halves : 0;
  const rolling = mapAt(next, 'spec', 'rolloutStrategy', 'rollingUpdateConfiguration');
  const { surge, unavailable } = rollingPace(
    { maxUnavailable: 1, maxSurge: 0, ...rolling },
    replicas,
  );
  return Math.ceil(replicas / (surge + unavailable)) * halves;
}

/** An update of pods that run already. */
function isReplaced(live: unknown, next: unknown, field: string): boolean {
  return live !== undefined && !isSame(at(live, 'spec', field), at(next, 'spec', field));
}

function added(live: unknown, next: unknown): number {
  return Math.max(replicasOf(next) - (live === undefined ? 0 : replicasOf(live)), 0);
}
