import { parseQuantity } from '../../model/quantity.ts';
import { byTime } from '../objects/event.ts';
import { at, listAt, textAt, type Json } from '../objects/json.ts';
import type { Cause } from './cause.ts';
import { judgeNodes } from './fitting-nodes.ts';

/** Why a pod has no node, when the scheduler found none for it. */
export function schedulingCause(
  pod: Json,
  evidence: string,
  { events, nodes }: { readonly events: readonly Json[]; readonly nodes: readonly Json[] },
): Cause {
  const name = textAt(pod, 'metadata', 'name') ?? '';
  const autoscaler = autoscalerCause(name, events);
  // What the scheduler says of the nodes that are there explains more than that none will come.
  if (autoscaler !== undefined && !isNoScaleUp(autoscaler)) return autoscaler;
  const resource = insufficientIn(evidence);
  if (resource !== undefined) {
    const wanted = requestOf(pod, resource);
    return {
      ...{ kind: 'insufficient-resource', pod: name, resource, evidence },
      ...(wanted !== undefined && { wanted }),
    };
  }
  if (/persistentvolumeclaim|volume node affinity/i.test(evidence))
    return {
      kind: 'volume-not-bound',
      pod: name,
      evidence: [evidence, ...claimEvents(events)].join('\n'),
    };
  const isTainted = /untolerated taint|had taint/.test(evidence);
  const verdict = nodes.length === 0 ? undefined : judgeNodes(pod, nodes);
  if (!isTainted || verdict?.kind === 'none-selected')
    return autoscaler ?? { kind: 'no-matching-node', pod: name, evidence };
  const taints = verdict?.kind === 'all-tainted' ? verdict.taints : [];
  return { kind: 'untolerated-taint', pod: name, taints, evidence };
}

/** Extended resources before cpu and memory: devices are what inference pods are short of. */
function insufficientIn(message: string): string | undefined {
  const found = [...message.matchAll(/Insufficient ([\w./-]*[\w-])/g)].map(([, name = '']) => name);
  return found.find((name) => name.includes('/')) ?? found[0];
}

/** What all containers of the pod ask of a resource; undefined when none does. */
export function requestOf(pod: unknown, resource: string): number | undefined {
  const amounts = listAt(pod, 'spec', 'containers').flatMap((container) => {
    const written =
      at(container, 'resources', 'requests', resource) ??
      at(container, 'resources', 'limits', resource);
    const amount = parseQuantity(written);
    return amount === undefined ? [] : [amount];
  });
  return amounts.length === 0 ? undefined : amounts.reduce((sum, amount) => sum + amount, 0);
}

/** Karpenter's and the cluster autoscaler's words for "a node for this pod is being made". */
const nodeIsComing: ReadonlySet<string> = new Set(['Nominated', 'TriggeredScaleUp']);

/**
 * What Karpenter or the cluster autoscaler last said of this pod. Texts: kubernetes-sigs/karpenter
 * v1.8, pkg/controllers/provisioning/scheduling, and kubernetes/autoscaler 1.34.
 */
function autoscalerCause(pod: string, events: readonly Json[]): Cause | undefined {
  const said = events
    .filter((event) => autoscalers.has(speakerOf(event)) || nodeIsComing.has(reasonOf(event)))
    .toSorted((one, other) => byTime(other, one));
  const [last] = said;
  if (last === undefined) return undefined;
  const evidence = textAt(last, 'message') ?? '';
  if (nodeIsComing.has(reasonOf(last))) return { kind: 'node-coming', pod, evidence };
  const why = whyNoNode(evidence, reasonOf(last));
  return why === undefined ? undefined : { kind: 'no-capacity', pod, why, evidence };
}

const autoscalers: ReadonlySet<string> = new Set(['karpenter', 'cluster-autoscaler']);

function whyNoNode(message: string, reason: string) {
  if (/exceed limits for nodepool/i.test(message)) return 'pool-limit';
  if (/insufficient ?capacity/i.test(message)) return 'cloud-is-out';
  if (/no instance type/i.test(message)) return 'no-instance-type';
  return reason === 'NotTriggerScaleUp' ? 'no-scale-up' : undefined;
}

function isNoScaleUp(cause: Cause): boolean {
  return cause.kind === 'no-capacity' && cause.why === 'no-scale-up';
}

function claimEvents(events: readonly Json[]): readonly string[] {
  return events
    .filter((event) => textAt(event, 'involvedObject', 'kind') === 'PersistentVolumeClaim')
    .map((event) => textAt(event, 'message') ?? '')
    .filter((message, index, all) => message !== '' && all.indexOf(message) === index);
}

function reasonOf(event: Json): string {
  return textAt(event, 'reason') ?? '';
}

function speakerOf(event: Json): string {
  return textAt(event, 'reportingComponent') || (textAt(event, 'source', 'component') ?? '');
}
