import { mapAt, numberAt, textAt } from '../objects/json.ts';
import type { Cause } from './cause.ts';
import { isObserved, type Progress, type Snapshot } from './snapshot.ts';

/**
 * Ready when the controller has seen this generation and every pod that it may replace is of it and ready.
 * A partition keeps the pods below it as they are, which is what was asked for.
 * Source: sigs.k8s.io/cli-utils v0.37, pkg/kstatus/status/core.go, stsConditions.
 */
export function judgeStatefulSet({ object, services }: Snapshot): Progress {
  const status = mapAt(object, 'status');
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const count = (field: string): number => numberAt(status, field) ?? 0;
  const waiting = (message: string): Progress => ({ isReady: false, message });
  if (!isObserved(object)) return waiting('waiting for the controller');
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const toUpdate = Math.max(wanted - partition, 0);
  const isUpdating =
    textAt(status, 'updateRevision') !== textAt(status, 'currentRevision') || partition > 0;
  const ready = Math.min(count('readyReplicas'), wanted);
  if (count('replicas') < wanted)
    return waiting(`${count('replicas')} of ${wanted} replicas created`);
  if (count('replicas') > wanted)
    return waiting(`${count('replicas') - wanted} old replicas to go`);
  if (isUpdating && count('updatedReplicas') < toUpdate)
    return waiting(`${count('updatedReplicas')} of ${toUpdate} replicas updated`);
  if (ready < wanted) return waiting(`${ready} of ${wanted} replicas ready`);
  const silent = services.find((service) => service.ready === 0);
  if (wanted > 0 && silent !== undefined)
    return waiting(`Service ${silent.name} has no ready endpoint yet`);
  return { isReady: true, message: `${ready} of ${wanted} replicas ready` };
}

/** With OnDelete nothing that was applied runs before somebody deletes the old pods. */
export function statefulSetCauses({ ref: workload, object }: Snapshot): readonly Cause[] {
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'OnDelete' || !isObserved(object))
    return [];
  const replicas = numberAt(object, 'status', 'replicas') ?? 0;
  const old = replicas - (numberAt(object, 'status', 'updatedReplicas') ?? 0);
  const isNew =
    textAt(object, 'status', 'updateRevision') === textAt(object, 'status', 'currentRevision');
  return old <= 0 || isNew ? [] : [{ kind: 'waits-for-deletion', workload, evidence: '' }];
}
