import type { Cause, ExceededQuota } from './cause.ts';
import { containerCauses } from './container-causes.ts';
import { nodeCauses } from './node-causes.ts';
import { listAt, textAt, type Json } from '../objects/json.ts';
import { withoutSecrets } from '../safety/redact.ts';
import { rayServiceCauses } from './ray-service-rollout.ts';
import { schedulingCause } from './scheduling-causes.ts';
import { isObserved, unschedulableMessage, type Snapshot } from './snapshot.ts';
import { leaderWorkerSetCauses } from './leader-worker-set-rollout.ts';
import { statefulSetCauses } from './stateful-set-rollout.ts';

/**
 * Everything that holds this workload back, nearest to the root first. The evidence is what a container,
 * a registry or an operator wrote, and may repeat a credential.
 */
export function findCauses(snapshot: Snapshot): readonly Cause[] {
  return causesIn(snapshot).map((cause) => ({
    ...cause,
    evidence: withoutSecrets(cause.evidence),
  }));
}

function causesIn(snapshot: Snapshot): readonly Cause[] {
  const own = ownCauses[snapshot.ref.kind]?.(snapshot) ?? [];
  // A LeaderWorkerSet does not tell which generation it has seen.
  if (!isObserved(snapshot.object) && snapshot.ref.kind !== 'LeaderWorkerSet') return own;
  return [
    ...own,
    ...creationCauses(snapshot),
    ...snapshot.pods.flatMap((pod) => podCauses(pod, snapshot)),
  ];
}

/** What a workload says of itself. */
const ownCauses: Readonly<Record<string, (snapshot: Snapshot) => readonly Cause[]>> = {
  RayService: rayServiceCauses,
  StatefulSet: statefulSetCauses,
  LeaderWorkerSet: leaderWorkerSetCauses,
};

/** Pods that the API server would not let be created: quota, pod security, a webhook. */
function creationCauses({ ref: workload, object, events }: Snapshot): Cause[] {
  const condition = listAt(object, 'status', 'conditions').find(
    (one) => textAt(one, 'type') === 'ReplicaFailure' && textAt(one, 'status') === 'True',
  );
  const event = events.find((one) => creationFailures.has(textAt(one, 'reason') ?? ''));
  // A Deployment takes its condition back when the pods come; an event stays for an hour.
  const text =
    textAt(condition, 'message') ??
    (workload.kind === 'Deployment' ? undefined : textAt(event, 'message'));
  if (text === undefined) return [];
  if (!text.includes('exceeded quota')) return [{ kind: 'pods-refused', workload, evidence: text }];
  const quota = quotaIn(text);
  return [{ kind: 'quota-exceeded', workload, ...(quota && { quota }), evidence: text }];
}

/** The controllers' word, and KubeRay's two. */
const creationFailures: ReadonlySet<string> = new Set([
  'FailedCreate',
  'FailedToCreateHeadPod',
  'FailedToCreateWorkerPod',
]);

/** `exceeded quota: gpus, requested: requests.nvidia.com/gpu=2, used: …=2, limited: …=2`, Kubernetes 1.35. */
function quotaIn(text: string): ExceededQuota | undefined {
  const [, name, requests = ''] = /exceeded quota: ([^,]+), requested: (.*)$/s.exec(text) ?? [];
  const [, requested = '', used = '', limited = ''] =
    /^(.*), used: (.*), limited: (.*)$/s.exec(requests) ?? [];
  const [, resource, amount] = /^([^=,]+)=([^,]+)/.exec(requested) ?? [];
  const amountIn = (list: string): string | undefined =>
    list
      .split(',')
      .map((item) => item.split('='))
      .find(([key]) => key === resource)?.[1];
  const [inUse, limit] = [amountIn(used), amountIn(limited)];
  if (name === undefined || resource === undefined || amount === undefined) return undefined;
  if (inUse === undefined || limit === undefined) return undefined;
  return { name, resource, requested: amount, used: inUse, limit };
}

function podCauses(pod: Json, { events, nodes, lastLines, elapsedMs }: Snapshot): Cause[] {
  const name = textAt(pod, 'metadata', 'name') ?? '';
  const own = events.filter((event) => isAboutPod(event, pod, name));
  const evidence = unschedulableMessage(pod);
  if (evidence !== undefined) return [schedulingCause(pod, evidence, { events: own, nodes })];
  const lost = nodeCauses(pod, name, own);
  if (lost.length > 0) return lost;
  const line = lastLines.get(name);
  return containerCauses(pod, name, {
    events: own,
    elapsedMs,
    ...(line !== undefined && { lastLine: line }),
  });
}

/** About the pod, or a claim that it mounts. */
function isAboutPod(event: Json, pod: Json, name: string): boolean {
  const subject = textAt(event, 'involvedObject', 'name');
  if (textAt(event, 'involvedObject', 'kind') !== 'PersistentVolumeClaim') return subject === name;
  return listAt(pod, 'spec', 'volumes').some(
    (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') === subject,
  );
}
