import { at, isSame, listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import type { Cause } from './cause.ts';
import type { Progress, Snapshot } from './snapshot.ts';

/**
 * Groups of a leader and its workers. The status has no observedGeneration, so right after an update it
 * tells of the groups before: the pods must run what was applied.
 * Source: sigs.k8s.io/lws v0.7.0, pkg/controllers/leaderworkerset_controller.go, updateConditions.
 */
export function judgeLeaderWorkerSet({ object, pods }: Snapshot): Progress {
  const status = mapAt(object, 'status');
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const count = (field: string): number => numberAt(status, field) ?? 0;
  const waiting = (message: string): Progress => ({ isReady: false, message });
  if (Object.keys(status).length === 0)
    return waiting('waiting for the LeaderWorkerSet controller');
  const partition = numberAt(object, ...rolling, 'partition') ?? 0;
  const toUpdate = Math.max(wanted - partition, 0);
  if (count('replicas') < wanted)
    return waiting(`${count('replicas')} of ${wanted} groups created`);
  if (count('replicas') > wanted && partition === 0)
    return waiting(`${count('replicas') - wanted} old groups to go`);
  const current = pods.filter((pod) => runsTemplate(pod, object)).length;
  const size = numberAt(object, 'spec', 'leaderWorkerTemplate', 'size') ?? 1;
  if (count('updatedReplicas') < toUpdate || conditionIs(object, 'UpdateInProgress'))
    return waiting(`${Math.min(count('updatedReplicas'), toUpdate)} of ${toUpdate} groups updated`);
  if (current < toUpdate * size)
    return waiting(`${current} of ${toUpdate * size} pods are of the new template`);
  if (count('readyReplicas') < wanted || !conditionIs(object, 'Available'))
    return waiting(`${Math.min(count('readyReplicas'), wanted)} of ${wanted} groups ready`);
  return { isReady: true, message: `${wanted} of ${wanted} groups ready` };
}

const rolling = ['spec', 'rolloutStrategy', 'rollingUpdateConfiguration'] as const;

export function leaderWorkerSetCauses({
  ref: workload,
  object,
  elapsedMs,
}: Snapshot): readonly Cause[] {
  const isSilent = Object.keys(mapAt(object, 'status')).length === 0 && elapsedMs > silenceMs;
  return isSilent ? [{ kind: 'operator-silent', workload, evidence: '' }] : [];
}

const silenceMs = 10_000;

/** Its controller gives every pod of the set this label. */
export function leaderWorkerSetSelector(name: string): string {
  return `leaderworkerset.sigs.k8s.io/name=${name}`;
}

/** Compared by what a change of the values changes: the controller and the API server add to the rest. */
function runsTemplate(pod: Json, object: unknown): boolean {
  const templates = mapAt(object, 'spec', 'leaderWorkerTemplate');
  const leader = mapAt(templates, 'leaderTemplate');
  const isLeader =
    mapAt(pod, 'metadata', 'labels')['leaderworkerset.sigs.k8s.io/worker-index'] === '0';
  const template =
    isLeader && Object.keys(leader).length > 0 ? leader : mapAt(templates, 'workerTemplate');
  const running = listAt(pod, 'spec', 'containers');
  return listAt(template, 'spec', 'containers').every((wanted) => {
    const found = running.find((one) => textAt(one, 'name') === textAt(wanted, 'name'));
    return (
      ['image', 'command', 'args'].every((key) => isSame(at(wanted, key), at(found, key))) &&
      listAt(wanted, 'env').every((variable) =>
        listAt(found, 'env').some((one) => isSame(one, variable)),
      )
    );
  });
}

function conditionIs(object: unknown, type: string): boolean {
  return listAt(object, 'status', 'conditions').some(
    (one) => textAt(one, 'type') === type && textAt(one, 'status') === 'True',
  );
}
