import type { ObjectRef } from '../objects/kube-object.ts';

/** Why a rollout does not get on: one member per thing the user would do about it. */
export type Cause = { readonly evidence: string } & (
  | { readonly kind: 'pods-refused'; readonly workload: ObjectRef }
  | { readonly kind: 'quota-exceeded'; readonly workload: ObjectRef }
  | { readonly kind: 'insufficient-resource'; readonly pod: string; readonly resource: string }
  /** `taints` as `key=value:effect`; empty when the nodes may not be read. */
  | {
      readonly kind: 'untolerated-taint';
      readonly pod: string;
      readonly taints: readonly string[];
    }
  | { readonly kind: 'no-matching-node'; readonly pod: string }
  | { readonly kind: 'volume-not-bound'; readonly pod: string }
  | { readonly kind: 'node-coming'; readonly pod: string }
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
      readonly why: 'not-found' | 'denied' | 'throttled' | 'unknown';
    }
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
    }
  | { readonly kind: 'startup-probe-failed'; readonly pod: string }
  | { readonly kind: 'spec-refused'; readonly workload: ObjectRef }
  | { readonly kind: 'serve-failed'; readonly workload: ObjectRef; readonly application: string }
  | { readonly kind: 'gave-up'; readonly workload: ObjectRef }
  | { readonly kind: 'suspended'; readonly workload: ObjectRef }
  | { readonly kind: 'operator-silent'; readonly workload: ObjectRef }
);

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
    // Both may still be about what was there before, until the operator has looked again.
    case 'serve-failed':
    case 'spec-refused':
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
    case 'node-coming':
      return undefined;
  }
}

/** The same trouble seen again: what it is about, without counters and times in the evidence. */
export function idOf(cause: Cause): string {
  const subject = 'pod' in cause ? cause.pod : cause.workload.name;
  return `${cause.kind}/${subject}`;
}
