import type { Cause } from './cause.ts';
import { containerCauses } from './container-causes.ts';
import { judgeNodes } from './fitting-nodes.ts';
import { listAt, textAt, type Json } from '../objects/json.ts';
import { withoutSecrets } from '../safety/redact.ts';
import { rayServiceCauses } from './ray-service-rollout.ts';
import { isObserved, unschedulableMessage, type Snapshot } from './snapshot.ts';

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
  const own = snapshot.ref.kind === 'RayService' ? rayServiceCauses(snapshot) : [];
  if (!isObserved(snapshot.object)) return own;
  return [
    ...own,
    ...creationCauses(snapshot),
    ...snapshot.pods.flatMap((pod) => podCauses(pod, snapshot)),
  ];
}

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
  const kind = text.includes('exceeded quota') ? 'quota-exceeded' : 'pods-refused';
  return [{ kind, workload, evidence: text }];
}

/** The ReplicaSet controller's word, and KubeRay's two. */
const creationFailures: ReadonlySet<string> = new Set([
  'FailedCreate',
  'FailedToCreateHeadPod',
  'FailedToCreateWorkerPod',
]);

function podCauses(pod: Json, { events, nodes }: Snapshot): Cause[] {
  const name = textAt(pod, 'metadata', 'name') ?? '';
  const own = events.filter((event) => textAt(event, 'involvedObject', 'name') === name);
  const evidence = unschedulableMessage(pod);
  if (evidence === undefined) return containerCauses(pod, name, own);
  if (own.some((event) => nodeIsComing.has(textAt(event, 'reason') ?? '')))
    return [{ kind: 'node-coming', pod: name, evidence }];
  return [schedulingCause(pod, nodes, evidence)];
}

/** The resource is named first: nodes short of it were otherwise fit to take the pod. */
function schedulingCause(pod: Json, nodes: readonly Json[], evidence: string): Cause {
  const name = textAt(pod, 'metadata', 'name') ?? '';
  const resource = insufficientIn(evidence);
  if (resource !== undefined)
    return { kind: 'insufficient-resource', pod: name, resource, evidence };
  if (/persistentvolumeclaim/i.test(evidence))
    return { kind: 'volume-not-bound', pod: name, evidence };
  const isTainted = /untolerated taint|had taint/.test(evidence);
  const verdict = nodes.length === 0 ? undefined : judgeNodes(pod, nodes);
  if (!isTainted || verdict?.kind === 'none-selected')
    return { kind: 'no-matching-node', pod: name, evidence };
  const taints = verdict?.kind === 'all-tainted' ? verdict.taints : [];
  return { kind: 'untolerated-taint', pod: name, taints, evidence };
}

/** Extended resources before cpu and memory: devices are what inference pods are short of. */
function insufficientIn(message: string): string | undefined {
  const found = [...message.matchAll(/Insufficient ([\w./-]*[\w-])/g)].map(([, name = '']) => name);
  return found.find((name) => name.includes('/')) ?? found[0];
}

/** Karpenter's and the cluster autoscaler's words for "a node for this pod is being made". */
const nodeIsComing: ReadonlySet<string> = new Set(['Nominated', 'TriggeredScaleUp']);
