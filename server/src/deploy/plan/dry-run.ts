import { failed, ok, type Result } from '../../base/result.ts';
import type { Cluster } from '../cluster/ports.ts';
import { readAnswer, type Accepted, type FieldConflict, type Refusal } from '../cluster/refusal.ts';
import { compare, stripped } from '../objects/comparison.ts';
import { textOf, valueIn } from '../objects/field-set.ts';
import { isMap, isSame, type Json } from '../objects/json.ts';
import { stepsTo } from '../objects/json-patch.ts';
import { ownershipMark } from '../objects/managed-fields.ts';
import { fieldManager } from '../objects/ownership.ts';
import { leaveReplicas } from '../preflight/scalers.ts';
import { apply, patchRequest, readLive, type Draft, type PlannedObject } from './planned-object.ts';
import { findSuccession, type Succession } from './succession.ts';
import { contentVersion } from './survey.ts';

export interface Checked {
  readonly planned: PlannedObject;
  readonly live: unknown;
  /** What the cluster would make of it. */
  readonly next: unknown;
  /** Helm's client-side apply owns fields, and what goes with them is not known. */
  readonly isUnsure: boolean;
}

/** Server-side apply as a dry run beside the live object. Nothing is written. */
export async function dryRun(
  cluster: Cluster,
  draft: Draft,
  signal?: AbortSignal,
): Promise<Result<Checked, Refusal>> {
  const { ref, object: written, path, isScaled = false } = draft;
  const reading = readLive(cluster, path, signal);
  const known = isScaled ? await reading : undefined;
  const object =
    known === undefined ? written : leaveReplicas(written, known.ok ? known.value : undefined);
  const body = JSON.stringify(object);
  const [live, first] = await Promise.all([
    reading,
    apply(cluster, { path, body, isForced: false, isDryRun: true }, signal),
  ]);
  if (!live.ok) return live;
  const taken = first.ok ? [] : takenOver(first.failure);
  const applied =
    taken.length > 0
      ? await apply(cluster, { path, body, isForced: true, isDryRun: true }, signal)
      : withoutOurs(first);
  const outlook = await lookAhead(cluster, { path, object, live: live.value, applied }, signal);
  if (!outlook.ok) return outlook;
  const { next, succession } = outlook.value;

  const isUnchanged = isSame(stripped(live.value), stripped(next.body));
  const change = live.value === undefined ? 'create' : isUnchanged ? 'unchanged' : 'change';
  const isHandedOver = succession?.kind === 'known' && change === 'change';
  const liveVersion = contentVersion(live.value);
  return ok({
    live: live.value,
    next: next.body,
    isUnsure: succession?.kind === 'unknown',
    planned: {
      ref,
      change,
      path,
      body,
      // What Helm's client-side apply holds is ours when it has been handed over; nothing is forced then.
      takes: isHandedOver ? taken.filter(({ manager }) => manager !== fieldManager) : taken,
      ...(liveVersion !== undefined && { liveVersion }),
      comparison: compare(live.value, next.body),
      warnings: next.warnings,
      ...(isHandedOver && {
        handOver: {
          removes: removedFrom(next.body, succession),
          ownership: ownershipMark(live.value),
        },
      }),
      ...(succession !== undefined && !isHandedOver && { isLeftClientSide: true }),
    },
  });
}

interface Outlook {
  readonly next: Accepted;
  readonly succession?: Succession;
}

interface Look {
  readonly path: string;
  readonly object: Json;
  readonly live: unknown;
  readonly applied: Result<Accepted, Refusal>;
}

/**
 * What the apply will leave, given that the fields of Helm's client-side apply are handed over first. The
 * server has the last word on that too: it is asked to make the object so, which brings its defaults back
 * and tells what it refuses.
 */
async function lookAhead(
  cluster: Cluster,
  { path, object, live, applied }: Look,
  signal?: AbortSignal,
): Promise<Result<Outlook, Refusal>> {
  if (!applied.ok && !isOfContent(applied.failure)) return applied;
  const succession = findSuccession({
    ...{ live, object },
    ...(applied.ok && { applied: applied.value.body }),
  });
  if (succession?.kind !== 'known' || !isMap(live) || !isMap(succession.value)) {
    if (!applied.ok) return applied;
    return ok({ next: applied.value, ...(succession !== undefined && { succession }) });
  }
  const steps = stepsTo(live, succession.value);
  if (applied.ok && steps.length === 0)
    return ok({ next: { ...applied.value, body: live }, succession });
  const request = patchRequest(path, steps, { isDryRun: true });
  const made = readAnswer(await cluster.request(request, signal));
  if (made.ok) return ok({ next: made.value, succession });
  // Of two refusals of the object the one that is about what is applied says more.
  return applied.ok || made.failure.kind !== 'invalid' ? made : failed(applied.failure);
}

/**
 * Whether the object that came of the apply is refused, and not already what is applied, whose faults
 * are told by paths with a dot in front: only the former may be for what is about to go.
 */
function isOfContent(refusal: Refusal): boolean {
  return (
    refusal.kind === 'invalid' &&
    refusal.causes.length > 0 &&
    refusal.causes.every(({ field = '.' }) => !field.startsWith('.'))
  );
}

/** What goes and does not come back as a default. */
function removedFrom(next: unknown, { paths }: Extract<Succession, { kind: 'known' }>): string[] {
  return paths.filter((path) => valueIn(next, path) === undefined).map(textOf);
}

/**
 * The KubeRay operator adds its finalizer with a full update that writes empty defaults, and from then
 * on owns the lists it touched, without meaning anything by it. Helm 3, and Helm 4 with
 * `--server-side=false`, write under the very name that we apply under, but as an update, which the API
 * server takes for somebody else. Fields of any other manager are not ours to take.
 */
function takenOver(refusal: Refusal): readonly FieldConflict[] {
  if (refusal.kind !== 'owned-by-others') return [];
  const areOurs = refusal.conflicts.every(({ manager }) => takeable.has(manager));
  return areOurs ? refusal.conflicts : [];
}

/** Beside fields of somebody else, ours are not in the way. */
function withoutOurs(answer: Result<Accepted, Refusal>): Result<Accepted, Refusal> {
  if (answer.ok || answer.failure.kind !== 'owned-by-others') return answer;
  const conflicts = answer.failure.conflicts.filter(({ manager }) => !takeable.has(manager));
  return failed({ ...answer.failure, conflicts });
}

const takeable: ReadonlySet<string> = new Set(['kuberay', fieldManager]);
