import type { Cause } from './cause.ts';
import { idOf, patienceMs } from './cause.ts';
import { explainCause } from './explain-cause.ts';
import { findCauses } from './find-causes.ts';
import { isWorkload, judge } from './judge.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { rolloutBudgetMs } from './rollout-budget.ts';
import { takeSnapshot } from './take-snapshot.ts';

export type RolloutOutcome =
  /** Every workload is ready; empty when the plan has none to wait for. */
  | { readonly kind: 'ready'; readonly workloads: readonly ObjectRef[] }
  /** Waiting longer would not help. */
  | { readonly kind: 'stalled'; readonly workload: ObjectRef; readonly cause: Cause }
  | {
      readonly kind: 'timed-out';
      readonly workload: ObjectRef;
      readonly message: string;
      readonly afterMs: number;
      readonly causes: readonly Cause[];
    }
  /** It was there and is gone: somebody deleted it. */
  | { readonly kind: 'gone'; readonly workload: ObjectRef }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'cancelled' };

export interface RolloutOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: RolloutProgress) => void;
}

export interface RolloutProgress {
  readonly workload: ObjectRef;
  readonly message: string;
  readonly causes: readonly Cause[];
}

const pollMs = 2000;
/** An API server may be away for a moment, for its own upgrade. */
const refusalPatienceMs = 60_000;

/** Follows the workloads of an applied plan until they serve, or until it is clear that they will not. */
export async function followRollout(
  ports: Ports,
  plan: Plan,
  { signal, onProgress }: RolloutOptions = {},
): Promise<RolloutOutcome> {
  const { clock } = ports;
  const workloads = plan.objects.filter(
    ({ ref, change }) => change !== 'delete' && isWorkload(ref),
  );
  const budgetMs = rolloutBudgetMs(workloads);
  const started = clock.now();
  const firstSeen = new Map<string, number>();
  const ready = new Set<ObjectRef>();
  let refusedSince: number | undefined;

  for (;;) {
    for (const { ref, path } of workloads) {
      if (ready.has(ref)) continue;
      if (signal?.aborted === true) return { kind: 'cancelled' };
      const now = clock.now();
      const taken = await takeSnapshot(
        ports,
        plan,
        { ref, path, elapsedMs: now - started },
        signal,
      );
      if (!taken.ok) {
        if (taken.failure.kind === 'cancelled') return { kind: 'cancelled' };
        refusedSince ??= now;
        if (!isPassing(taken.failure) || now - refusedSince > refusalPatienceMs)
          return { kind: 'refused', refusal: taken.failure };
        break;
      }
      refusedSince = undefined;
      if (taken.value === undefined) return { kind: 'gone', workload: ref };
      const progress = judge(taken.value);
      const causes = progress.isReady ? [] : findCauses(taken.value);
      onProgress?.({ workload: ref, message: progress.message, causes });
      if (progress.isReady) {
        ready.add(ref);
        continue;
      }
      const stalling = causes.find((cause) => isOverdue(cause, firstSeen, now));
      if (stalling !== undefined) {
        const cause = await explainCause(ports.cluster, stalling, taken.value, signal);
        return { kind: 'stalled', workload: ref, cause };
      }
      const afterMs = now - started;
      if (afterMs > budgetMs)
        return { kind: 'timed-out', workload: ref, message: progress.message, afterMs, causes };
    }
    if (ready.size === workloads.length)
      return { kind: 'ready', workloads: workloads.map(({ ref }) => ref) };
    await clock.sleep(pollMs, signal);
    if (signal?.aborted === true) return { kind: 'cancelled' };
  }
}

function isOverdue(cause: Cause, firstSeen: Map<string, number>, now: number): boolean {
  const id = idOf(cause);
  const since = firstSeen.get(id) ?? now;
  firstSeen.set(id, since);
  const patience = patienceMs(cause);
  return patience !== undefined && now - since >= patience;
}

function isPassing({ kind }: Refusal): boolean {
  return (
    kind === 'unreachable' ||
    kind === 'timed-out' ||
    kind === 'throttled' ||
    kind === 'server-failed'
  );
}
