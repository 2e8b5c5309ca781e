import type { Cause } from './cause.ts';
import { idOf, patienceMs } from './cause.ts';
import { explainCause } from './explain-cause.ts';
import { findCauses } from './find-causes.ts';
import { isWorkload, judge } from './judge.ts';
import { keyOf, type ObjectRef } from '../objects/kube-object.ts';
import type { Plan } from '../plan/plan.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import type { RolloutBudget } from './rollout-budget.ts';
import { phaseOf } from './rollout-phase.ts';
import { findExceeded, spend, type Exceeded, type SpentTime } from './spent-time.ts';
import type { Snapshot } from './snapshot.ts';
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
      readonly exceeded?: Exceeded;
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
  /** Absent once nothing limits it any more. */
  readonly time?: { readonly elapsedMs: number; readonly budgetMs: number };
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
  const budgets = new Map(plan.budgets.map((budget) => [keyOf(budget.workload), budget]));
  const started = clock.now();
  const watches = new Map<ObjectRef, Watch>();
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
      const budget = budgets.get(keyOf(ref));
      const afterMs = now - started;
      const watch = lookAgain(watches.get(ref), { snapshot: taken.value, afterMs });
      watches.set(ref, watch);
      onProgress?.({
        workload: ref,
        message: progress.message,
        causes,
        ...(budget !== undefined && { time: { elapsedMs: afterMs, budgetMs: budget.totalMs } }),
      });
      if (progress.isReady) {
        ready.add(ref);
        continue;
      }
      const stalling = causes.find((cause) => isOverdue(cause, firstSeen, now));
      if (stalling !== undefined) {
        const cause = await explainCause(ports.cluster, stalling, taken.value, signal);
        return { kind: 'stalled', workload: ref, cause };
      }
      if (budget !== undefined && afterMs > budget.totalMs)
        return timedOut(budget, watch, { message: progress.message, causes });
    }
    if (ready.size === workloads.length)
      return { kind: 'ready', workloads: workloads.map(({ ref }) => ref) };
    await clock.sleep(pollMs, signal);
    if (signal?.aborted === true) return { kind: 'cancelled' };
  }
}

/** What a workload has spent its time on, up to when it was last looked at. */
interface Watch {
  readonly afterMs: number;
  readonly spent: SpentTime;
}

/** The time since the last look went into what the pods are at now. */
function lookAgain(
  { afterMs: before, spent }: Watch = { afterMs: 0, spent: new Map() },
  { snapshot, afterMs }: { readonly snapshot: Snapshot; readonly afterMs: number },
): Watch {
  return { afterMs, spent: spend(spent, phaseOf(snapshot), afterMs - before) };
}

function timedOut(
  budget: RolloutBudget,
  { afterMs, spent }: Watch,
  state: Pick<RolloutProgress, 'message' | 'causes'>,
): RolloutOutcome {
  const exceeded = findExceeded(budget, spent);
  const { workload } = budget;
  return { kind: 'timed-out', workload, afterMs, ...state, ...(exceeded && { exceeded }) };
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
