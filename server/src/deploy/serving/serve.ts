import type { Plan } from '../plan/plan.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { numberAt } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { followRollout, type RolloutOptions, type RolloutOutcome } from '../rollout/rollout.ts';
import { choosePod, findEndpoint, type Endpoint, type Placed } from './endpoint.ts';
import { isFailure, smoke, type SmokeOutcome } from './smoke.ts';

/** One workload that was asked, or could not be. */
export interface Check {
  readonly workload: ObjectRef;
  readonly endpoint?: Endpoint;
  readonly smoke: SmokeOutcome;
}

export type ServingOutcome =
  /** Ready, and it answers as far as this user may ask. */
  | {
      readonly kind: 'serving';
      readonly workloads: readonly ObjectRef[];
      readonly checks: readonly Check[];
    }
  /** Kubernetes calls it ready, and a request says otherwise. */
  | { readonly kind: 'no-answer'; readonly workload: ObjectRef; readonly check: Check }
  | Exclude<RolloutOutcome, { kind: 'ready' }>;

/** Follows an applied plan until a request to the model is answered, or until it is clear that none will be. */
export async function followToServing(
  ports: Ports,
  plan: Plan,
  options: RolloutOptions = {},
): Promise<ServingOutcome> {
  const rollout = await followRollout(ports, plan, options);
  if (rollout.kind !== 'ready') return rollout;
  const objects = objectsOf(plan);
  const checks: Check[] = [];
  for (const workload of objects) {
    if (!rollout.workloads.some((ref) => isSameObject(ref, workload.ref))) continue;
    if (!hasPods(workload)) continue;
    options.onProgress?.({ workload: workload.ref, message: 'asking the model', causes: [] });
    const check = await askWorkload(ports, workload, { objects, ...options });
    if (check.smoke.kind === 'cancelled') return { kind: 'cancelled' };
    if (isFailure(check.smoke)) return { kind: 'no-answer', workload: workload.ref, check };
    checks.push(check);
  }
  return { kind: 'serving', workloads: rollout.workloads, checks };
}

/** What a plan leaves without a namespace is in the release's. */
export function objectsOf({ objects, release }: Plan): readonly Placed[] {
  return objects
    .filter(({ change }) => change !== 'delete')
    .map(({ ref, body }) => ({
      ref: { ...ref, namespace: ref.namespace ?? release.namespace },
      object: JSON.parse(body) as unknown,
    }));
}

interface Asking {
  readonly objects: readonly Placed[];
  readonly signal?: AbortSignal;
}

async function askWorkload(
  { cluster, clock }: Ports,
  workload: Placed,
  { objects, signal }: Asking,
): Promise<Check> {
  const { ref } = workload;
  const endpoint = await findEndpoint(cluster, workload, objects, signal);
  if (!endpoint.ok) return { workload: ref, smoke: notAsked(endpoint.failure) };
  if (endpoint.value === undefined) return { workload: ref, smoke: { kind: 'no-service' } };
  const forward = await cluster.forward(choosePod(cluster, endpoint.value));
  try {
    const outcome = await smoke(forward, clock, signal);
    return { workload: ref, endpoint: endpoint.value, smoke: outcome };
  } finally {
    await forward.close();
  }
}

/** The Service may not be read: then nothing is known, and the rollout has spoken for itself. */
function notAsked(refusal: Refusal): SmokeOutcome {
  return refusal.kind === 'cancelled' ? refusal : { kind: 'service-not-read', refusal };
}

function isSameObject(one: ObjectRef, other: ObjectRef): boolean {
  return one.kind === other.kind && one.name === other.name;
}

/** A workload that is scaled to zero is as it should be, and answers nobody. */
function hasPods({ object }: Placed): boolean {
  return numberAt(object, 'spec', 'replicas') !== 0;
}
