import { findChanges, type Change } from '../apply/staleness.ts';
import { writeObject } from '../apply/write-object.ts';
import type { Ports } from '../cluster/ports.ts';
import type { Refusal } from '../cluster/refusal.ts';
import { textAt } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { readLive, type PlannedObject } from '../plan/planned-object.ts';
import { severityOf, type Problem } from '../plan/problem.ts';
import type { Revision } from '../release/release-record.ts';
import { changeStatus, deleteRevisions, markUninstalling } from '../release/release-store.ts';
import type { UninstallPlan } from './plan-uninstall.ts';

export type UninstallOutcome =
  /** `lingering` were told to go and had not gone when the waiting ended: finalizers hold them. */
  | {
      readonly kind: 'uninstalled';
      readonly deleted: readonly ObjectRef[];
      readonly lingering: readonly ObjectRef[];
    }
  /** Nothing was deleted. */
  | { readonly kind: 'blocked'; readonly problems: readonly Problem[] }
  | { readonly kind: 'stale'; readonly changes: readonly Change[] }
  | ({
      readonly kind: 'failed';
      readonly refusal: Refusal;
      readonly at?: ObjectRef;
    } & PartlyDeleted)
  | ({ readonly kind: 'cancelled' } & PartlyDeleted);

/** Exactly what an uninstallation did that did not get to its end. */
export interface PartlyDeleted {
  readonly deleted: readonly ObjectRef[];
  readonly notDeleted: readonly ObjectRef[];
  /** Sent, no answer came back, and the cluster could not be asked afterwards. */
  readonly uncertain: readonly ObjectRef[];
  /** `restored`: as before, for nothing was deleted. `left`: the cluster did not take the correction. */
  readonly record: 'untouched' | 'restored' | 'failed' | 'left';
}

export interface UninstallProgress {
  readonly ref: ObjectRef;
  readonly step: 'deleting' | 'waiting';
  readonly done: number;
  readonly total: number;
}

export interface UninstallRun {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: UninstallProgress) => void;
}

/**
 * Deletes what the plan says, as Helm does: the record says uninstalling first, then the objects go in
 * Helm's order, and the record goes last. Cancelling lets the deletion that is under way finish.
 */
export async function applyUninstall(
  ports: Ports,
  plan: UninstallPlan,
  { signal, onProgress }: UninstallRun = {},
): Promise<UninstallOutcome> {
  const problems = plan.problems.filter((problem) => severityOf(problem) === 'block');
  if (problems.length > 0) return { kind: 'blocked', problems };
  const { objects } = plan;
  const deleted: ObjectRef[] = [];
  const rest = (uncertain: readonly ObjectRef[] = []): Omit<PartlyDeleted, 'record'> => {
    const settled = new Set([...deleted, ...uncertain]);
    const notDeleted = objects.map(({ ref }) => ref).filter((ref) => !settled.has(ref));
    return { deleted, notDeleted, uncertain };
  };
  const changes = await findChanges(ports.cluster, plan, signal);
  if (isCancelled(signal)) return { kind: 'cancelled', ...rest(), record: 'untouched' };
  if (!changes.ok)
    return { kind: 'failed', refusal: changes.failure, ...rest(), record: 'untouched' };
  if (changes.value.length > 0) return { kind: 'stale', changes: changes.value };

  // The Secret's resource version makes this the lock: of two at the same time, one is refused.
  const marked = await markUninstalling(ports, plan.head);
  if (!marked.ok)
    return { kind: 'failed', refusal: marked.failure, ...rest(), record: 'untouched' };

  for (const [done, object] of objects.entries()) {
    const total = objects.length;
    if (isCancelled(signal)) {
      const record = await giveBack(ports, plan, { marked: marked.value, deleted: done });
      return { kind: 'cancelled', ...rest(), record };
    }
    onProgress?.({ ref: object.ref, step: 'deleting', done, total });
    const result = await writeObject(ports, object);
    if (!result.ok) {
      const { refusal, isUncertain } = result.failure;
      const parts = rest(isUncertain ? [object.ref] : []);
      const touched = done + parts.uncertain.length;
      const record = await giveBack(ports, plan, { marked: marked.value, deleted: touched });
      return { kind: 'failed', refusal, at: object.ref, ...parts, record };
    }
    deleted.push(object.ref);
  }
  const lingering = await waitUntilGone(ports, objects, {
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  });
  const closed = await closeRecord(ports, plan, marked.value);
  if (!closed.ok) return { kind: 'failed', refusal: closed.failure, ...rest(), record: 'left' };
  return { kind: 'uninstalled', deleted, lingering };
}

/** A release that lost nothing is what it was; one that lost something has failed. */
async function giveBack(
  ports: Ports,
  { head, objects }: UninstallPlan,
  { marked, deleted }: { readonly marked: Revision; readonly deleted: number },
): Promise<PartlyDeleted['record']> {
  if (deleted === 0) {
    const description = textAt(head.record, 'info', 'description') ?? '';
    const before = { ...marked, record: head.record };
    const restored = await changeStatus(ports, before, head.status, description);
    return restored.ok ? 'restored' : 'left';
  }
  const description = `Uninstallation stopped after ${String(deleted)} of ${String(objects.length)} objects`;
  const closed = await changeStatus(ports, marked, 'failed', description);
  return closed.ok ? 'failed' : 'left';
}

async function closeRecord(ports: Ports, plan: UninstallPlan, marked: Revision) {
  if (!plan.keepsHistory) return deleteRevisions(ports.cluster, plan.revisions);
  const others = plan.revisions.filter(
    ({ status, revision }) => status === 'deployed' && revision !== marked.revision,
  );
  for (const other of others) {
    const superseded = await changeStatus(
      ports,
      other,
      'superseded',
      'Superseded by uninstallation',
    );
    if (!superseded.ok) return superseded;
  }
  return changeStatus(ports, marked, 'uninstalled', 'Uninstallation complete');
}

const pollMs = 1000;
/** Pods of a model server get 30 seconds to end, and a RayService waits for its cluster. */
const patienceMs = 5 * 60_000;

/** What is left when the time is up or nobody waits any longer. Objects go on going all the same. */
async function waitUntilGone(
  { cluster, clock }: Ports,
  objects: readonly PlannedObject[],
  { signal, onProgress }: UninstallRun,
): Promise<readonly ObjectRef[]> {
  const started = clock.now();
  let left = objects;
  for (;;) {
    const looked = await Promise.all(
      left.map(async (object) => ((await isGone(cluster, object)) ? [] : [object])),
    );
    left = looked.flat();
    const [first] = left;
    if (first === undefined || isCancelled(signal) || clock.now() - started > patienceMs)
      return left.map(({ ref }) => ref);
    const total = objects.length;
    onProgress?.({ ref: first.ref, step: 'waiting', done: total - left.length, total });
    await clock.sleep(pollMs, signal);
  }
}

/** Also when there is another one of the same name by now. */
async function isGone(
  cluster: Ports['cluster'],
  { path, liveVersion = '' }: PlannedObject,
): Promise<boolean> {
  const live = await readLive(cluster, path);
  if (!live.ok) return false;
  const uid = textAt(live.value, 'metadata', 'uid');
  return uid === undefined || !liveVersion.startsWith(`${uid}@`);
}

/** Asked anew each time: a signal fires while something else is awaited. */
function isCancelled(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
