import type { LogFix } from '../../fit/log-failures.ts';
import type { ObjectRef } from '../objects/kube-object.ts';

/** Why a rollout does not get on: one member per thing the user would do about it. */
export type Cause = { readonly evidence: string } & (
  | { readonly kind: 'pods-refused'; readonly workload: ObjectRef }
  | {
      readonly kind: 'quota-exceeded';
      readonly workload: ObjectRef;
      /** Absent when the text is not the API server's usual one. */
      readonly quota?: ExceededQuota;
    }
  | {
      readonly kind: 'insufficient-resource';
      readonly pod: string;
      readonly resource: string;
      /** What one pod asks for. */
      readonly wanted?: number;
      /** Pods on the nodes that have this resource, with how much they hold; absent when not read. */
      readonly holders?: readonly Holder[];
    }
  /** An autoscaler will not bring a node. */
  | {
      readonly kind: 'no-capacity';
      readonly pod: string;
      readonly why: 'no-instance-type' | 'pool-limit' | 'cloud-is-out' | 'no-scale-up';
    }
  /** `taints` as `key=value:effect`; empty when the nodes may not be read. */
  | {
      readonly kind: 'untolerated-taint';
      readonly pod: string;
      readonly taints: readonly string[];
    }
  | { readonly kind: 'no-matching-node'; readonly pod: string }
  | { readonly kind: 'volume-not-bound'; readonly pod: string }
  | { readonly kind: 'node-coming'; readonly pod: string }
  /** The pod's node went away, or sent it away; a new pod is made for it. */
  | {
      readonly kind: 'node-lost';
      readonly pod: string;
      readonly node: string;
      readonly why: 'not-ready' | 'evicted' | 'interrupted';
    }
  | {
      readonly kind: 'secret-not-found';
      readonly pod: string;
      readonly secret: string;
      readonly key?: string;
    }
  | { readonly kind: 'container-config'; readonly pod: string; readonly container: string }
  | {
      readonly kind: 'image-not-pulled';
      readonly pod: string;
      readonly image: string;
      readonly why: WhyNotPulled;
    }
  | { readonly kind: 'image-coming'; readonly pod: string }
  | {
      readonly kind: 'out-of-memory';
      readonly pod: string;
      readonly container: string;
      /** The container's memory limit as written; absent when it has none. */
      readonly limit?: string;
    }
  | {
      readonly kind: 'crash-loop';
      readonly pod: string;
      readonly container: string;
      readonly exitCode?: number;
      readonly explained?: Explained;
    }
  | {
      readonly kind: 'startup-probe-failed';
      readonly pod: string;
      readonly container?: string;
      readonly explained?: Explained;
    }
  /** Runs and is not ready yet, with the last line of its log as evidence. */
  | { readonly kind: 'loading'; readonly pod: string }
  | { readonly kind: 'spec-refused'; readonly workload: ObjectRef }
  | {
      readonly kind: 'serve-failed';
      readonly workload: ObjectRef;
      readonly application: string;
      readonly explained?: Explained;
    }
  | {
      readonly kind: 'serve-unhealthy';
      readonly workload: ObjectRef;
      readonly application: string;
      readonly explained?: Explained;
    }
  | { readonly kind: 'gave-up'; readonly workload: ObjectRef }
  | { readonly kind: 'suspended'; readonly workload: ObjectRef }
  | { readonly kind: 'operator-silent'; readonly workload: ObjectRef }
  | { readonly kind: 'waits-for-deletion'; readonly workload: ObjectRef }
);

export type WhyNotPulled =
  'not-found' | 'denied' | 'throttled' | 'unreachable' | 'bad-name' | 'unknown';

/** Quantities as the API server writes them. */
export interface ExceededQuota {
  readonly name: string;
  readonly resource: string;
  readonly requested: string;
  readonly used: string;
  readonly limit: string;
}

export interface Holder {
  readonly namespace: string;
  readonly pod: string;
  readonly amount: number;
}

/** What the log proves, in the words of "Explain vLLM Log". */
export interface Explained {
  readonly message: string;
  /** Keys of the values file that decide it, most likely first. */
  readonly keys: readonly string[];
  readonly fixes: readonly LogFix[];
}

const seconds = 1000;

/**
 * How long a cause may stand before the rollout is called stalled. Zero: waiting cures nothing.
 * Undefined: it is on its way, and only the budget of the whole rollout limits it.
 */
export function patienceMs({ kind }: Cause): number | undefined {
  switch (kind) {
    case 'pods-refused':
    case 'quota-exceeded':
    case 'secret-not-found':
    case 'container-config':
    case 'gave-up':
    case 'suspended':
    case 'out-of-memory':
    case 'crash-loop':
    case 'startup-probe-failed':
      return 0;
    // All may still be about what was there before, until the controller has looked again.
    case 'serve-failed':
    case 'spec-refused':
    case 'waits-for-deletion':
      return 10 * seconds;
    case 'untolerated-taint':
    case 'no-matching-node':
    case 'operator-silent':
      return 30 * seconds;
    case 'image-not-pulled':
      return 45 * seconds;
    case 'insufficient-resource':
    case 'volume-not-bound':
      return 60 * seconds;
    // Karpenter tries other instance types and zones before it means it.
    case 'no-capacity':
      return 120 * seconds;
    // Ray Serve restarts a replica that fails its health check.
    case 'serve-unhealthy':
      return 120 * seconds;
    case 'node-coming':
    case 'node-lost':
    case 'image-coming':
    case 'loading':
      return undefined;
  }
}

/** The same trouble seen again: what it is about, without counters and times in the evidence. */
export function idOf(cause: Cause): string {
  const subject = 'pod' in cause ? cause.pod : cause.workload.name;
  return `${cause.kind}/${subject}`;
}
