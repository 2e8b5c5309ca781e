import type { Result } from '../../base/result.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { blockersOf, type Plan } from '../plan/plan.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Problem } from '../plan/problem.ts';
import { changeStatus, createRevision, trimHistory } from '../release/release-store.ts';
import {
  isRecorded,
  leftClientSide,
  nextRevision,
  rollbackDescription,
  rollbackRevision,
} from '../release/release.ts';
import type { Revision } from '../release/release-record.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { stageOf, stages, type Stage } from '../plan/stages.ts';
import { findChanges, type Change } from './staleness.ts';
import type { WriteFailure } from './write-failure.ts';
import { writeObject } from './write-object.ts';

export type ApplyOutcome =
  /** Everything is as planned. `written` is empty when the cluster already was. */
  | { readonly kind: 'applied'; readonly revision: number; readonly written: readonly ObjectRef[] }
  /** Nothing was written. */
  | { readonly kind: 'blocked'; readonly problems: readonly Problem[] }
  | { readonly kind: 'stale'; readonly changes: readonly Change[] }
  /** Stopped: at `at` because of `refusal`, or because the user said so. */
  | ({ readonly kind: 'failed'; readonly refusal: Refusal; readonly at?: ObjectRef } & Partly)
  | ({ readonly kind: 'cancelled' } & Partly);

/** Exactly what an apply did that did not get to its end. */
export interface Partly {
  readonly written: readonly ObjectRef[];
  readonly notWritten: readonly ObjectRef[];
  /** Sent, no answer came back, and the cluster could not be asked afterwards. */
  readonly uncertain: readonly ObjectRef[];
  /** Not written, but their fields have passed from Helm's client-side apply to us. */
  readonly handedOver: readonly ObjectRef[];
  /** `none`: it never got so far. `left-pending`: the cluster did not take the correction either. */
  readonly record: 'none' | 'failed' | 'left-pending';
  /** Absent when there is no record. */
  readonly revision?: number;
}

export interface ApplyOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ApplyProgress) => void;
}

export interface ApplyProgress {
  readonly stage: Stage | 'deletions';
  readonly ref: ObjectRef;
  readonly done: number;
  readonly total: number;
}

/**
 * Applies the bytes of the plan, stage by stage, under a Helm release record. Cancelling lets the write
 * that is under way finish, so that what was written is known, and starts no other.
 */
export async function applyPlan(
  ports: Ports,
  plan: Plan,
  { signal, onProgress }: ApplyOptions = {},
): Promise<ApplyOutcome> {
  const problems = blockersOf(plan);
  if (problems.length > 0) return { kind: 'blocked', problems };
  const changes = await findChanges(ports.cluster, plan, signal);
  const todo = plan.objects.filter(({ change }) => change !== 'unchanged');
  const untouched: Partly = {
    written: [],
    notWritten: todo.map(({ ref }) => ref),
    uncertain: [],
    handedOver: [],
    record: 'none',
  };
  if (isCancelled(signal)) return { kind: 'cancelled', ...untouched };
  if (!changes.ok) return { kind: 'failed', refusal: changes.failure, ...untouched };
  if (changes.value.length > 0) return { kind: 'stale', changes: changes.value };

  const revision = revisionOf(plan, new Date(ports.clock.now()));
  if (
    plan.rollbackTo === undefined &&
    todo.length === 0 &&
    plan.head !== undefined &&
    isRecorded(plan.head, revision)
  )
    return { kind: 'applied', revision: plan.head.revision, written: [] };

  const written: ObjectRef[] = [];
  let record: Revision | undefined;
  const partly = async (
    refusal: Refusal | undefined,
    at?: ObjectRef,
    { isUncertain = false, isHandedOver = false }: Partial<WriteFailure> = {},
  ): Promise<ApplyOutcome> => {
    const uncertain = at !== undefined && isUncertain ? [at] : [];
    const handedOver = at !== undefined && isHandedOver ? [at] : [];
    const settled = new Set([...written, ...uncertain]);
    const notWritten = todo.map(({ ref }) => ref).filter((ref) => !settled.has(ref));
    const state = await closeRecord(ports, record, { refusal, written, total: todo.length });
    const rest: Partly = {
      ...{ written, notWritten, uncertain, handedOver, record: state },
      ...(record !== undefined && { revision: record.revision }),
    };
    if (refusal === undefined) return { kind: 'cancelled', ...rest };
    return { kind: 'failed', refusal, ...(at !== undefined && { at }), ...rest };
  };

  for (const [index, object] of todo.entries()) {
    if (isCancelled(signal)) return partly(undefined);
    const stage = object.change === 'delete' ? 'deletions' : stageOf(object.ref);
    // The record is a Secret in the namespace that the first stage may have to make.
    if (record === undefined && stage !== stages[0]) {
      const created = await createRevision(ports, revision);
      if (!created.ok) return partly(created.failure);
      record = created.value;
    }
    onProgress?.({ stage, ref: object.ref, done: index, total: todo.length });
    const result = await writeObject(ports, object);
    if (!result.ok) {
      return partly(result.failure.refusal, object.ref, result.failure);
    }
    written.push(object.ref);
  }
  if (record === undefined) {
    const created = await createRevision(ports, revision);
    if (!created.ok) return partly(created.failure);
    record = created.value;
  }
  const finished = await finishRecord(ports, plan, record);
  if (!finished.ok) return partly(finished.failure);
  return { kind: 'applied', revision: record.revision, written };
}

function revisionOf({ release, head, rollbackTo, objects }: Plan, now: Date): Revision {
  const revision =
    rollbackTo === undefined || head === undefined
      ? nextRevision(release, head, now)
      : rollbackRevision(rollbackTo, head, now);
  const isMixed = objects.some(({ isLeftClientSide = false }) => isLeftClientSide);
  return isMixed ? leftClientSide(revision) : revision;
}

/** Helm's order: the old revision is superseded first, so that there is never a second deployed one. */
async function finishRecord(
  ports: Ports,
  { revisions, rollbackTo }: Plan,
  record: Revision,
): Promise<Result<Revision, Refusal>> {
  for (const old of revisions.filter(({ status }) => status === 'deployed')) {
    const description = 'Superseded by a newer revision';
    const superseded = await changeStatus(ports, old, 'superseded', description);
    if (!superseded.ok) return superseded;
  }
  const ordinary = record.revision === 1 ? 'Install complete' : 'Upgrade complete';
  const description = rollbackTo === undefined ? ordinary : rollbackDescription(rollbackTo);
  const deployed = await changeStatus(ports, record, 'deployed', description);
  if (deployed.ok) await trimHistory(ports.cluster, [deployed.value, ...revisions]);
  return deployed;
}

async function closeRecord(
  ports: Ports,
  record: Revision | undefined,
  interruption: Interruption,
): Promise<Partly['record']> {
  if (record === undefined) return 'none';
  const description = describe(interruption);
  let wasAway = isAway(interruption.refusal);
  for (let attempt = 1; ; attempt++) {
    const closed = await changeStatus(ports, record, 'failed', description);
    if (closed.ok) return 'failed';
    // The namespace was deleted, and the record with it.
    if (closed.failure.kind === 'not-found') return 'none';
    wasAway ||= isAway(closed.failure);
    if (attempt === closeAttempts || !wasAway) return 'left-pending';
    await ports.clock.sleep(closeRetryMs);
  }
}

/** Half a minute: an API server that was restarted is back by then. A record that is left pending blocks the release. */
const closeAttempts = 30;
const closeRetryMs = 1000;

/** A server that is away or in disorder comes back. While it starts it knows neither accounts nor roles, and refuses everybody. */
function isAway(refusal: Refusal | undefined): boolean {
  const kinds: readonly (Refusal['kind'] | undefined)[] = [
    'unreachable',
    'timed-out',
    'throttled',
    'server-failed',
  ];
  return kinds.includes(refusal?.kind);
}

interface Interruption {
  readonly refusal: Refusal | undefined;
  readonly written: readonly ObjectRef[];
  readonly total: number;
}

/** Kept in the record and printed by `helm history`; says nothing of values or servers' texts. */
function describe({ refusal, written, total }: Interruption): string {
  const count = `after ${String(written.length)} of ${String(total)} objects`;
  return refusal === undefined
    ? `Cancelled by the user ${count}`
    : `Failed ${count}: ${refusal.kind}`;
}

/** Asked anew each time: a signal fires while something else is awaited. */
function isCancelled(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
