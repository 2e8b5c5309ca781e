import { ok, type Result } from '../../base/result.ts';
import { compare, stripped, type Comparison } from '../objects/comparison.ts';
import { isSame } from '../objects/json.ts';
import type { KubeObject, ObjectRef } from '../objects/kube-object.ts';
import { fieldManager } from '../objects/ownership.ts';
import type { ApiRequest, Cluster } from '../cluster/ports.ts';
import { readAnswer, type Accepted, type FieldConflict, type Refusal } from '../cluster/refusal.ts';
import { leaveReplicas } from '../preflight/scalers.ts';
import { contentVersion } from './survey.ts';

/** One object of a plan: what will happen to it, and the exact bytes that will make it happen. */
export interface PlannedObject {
  readonly ref: ObjectRef;
  readonly change: 'create' | 'change' | 'unchanged' | 'delete' | 'not-checkable';
  /** What the plan must make before the cluster can judge this object; absent when it has judged. */
  readonly waitsFor?: 'namespace' | 'definition';
  readonly path: string;
  readonly body: string;
  /** Fields that the KubeRay operator or a client-side Helm holds and this object takes. */
  readonly takes: readonly FieldConflict[];
  /** Identity and content of the live object when the plan was made; absent when there was none. */
  readonly liveVersion?: string;
  readonly comparison: Comparison;
  readonly warnings: readonly string[];
}

/** An object on its way to the cluster, before anyone asked what the cluster makes of it. */
export interface Draft {
  readonly ref: ObjectRef;
  readonly object: KubeObject;
  readonly path: string;
  /** An autoscaler decides on the replicas. */
  readonly isScaled?: boolean;
}

export interface Checked {
  readonly planned: PlannedObject;
  readonly live: unknown;
  /** What the cluster would make of it. */
  readonly next: unknown;
}

/** Server-side apply as a dry run beside the live object. Nothing is written. */
export async function dryRun(
  cluster: Cluster,
  draft: Draft,
  signal?: AbortSignal,
): Promise<Result<Checked, Refusal>> {
  const { ref, object, path, isScaled = false } = draft;
  const reading = readLive(cluster, path, signal);
  const known = isScaled ? await reading : undefined;
  const body = JSON.stringify(
    known === undefined ? object : leaveReplicas(object, known.ok ? known.value : undefined),
  );
  const [live, first] = await Promise.all([
    reading,
    apply(cluster, { path, body, isForced: false, isDryRun: true }, signal),
  ]);
  if (!live.ok) return live;
  const takes = first.ok ? [] : takenOver(first.failure);
  const next =
    takes.length > 0
      ? await apply(cluster, { path, body, isForced: true, isDryRun: true }, signal)
      : first;
  if (!next.ok) return next;
  const isUnchanged = isSame(stripped(live.value), stripped(next.value.body));
  const liveVersion = contentVersion(live.value);
  return ok({
    live: live.value,
    next: next.value.body,
    planned: {
      ref,
      change: live.value === undefined ? 'create' : isUnchanged ? 'unchanged' : 'change',
      path,
      body,
      takes,
      ...(liveVersion !== undefined && { liveVersion }),
      comparison: compare(live.value, next.value.body),
      warnings: next.value.warnings,
    },
  });
}

/** An object that the cluster cannot judge yet, or has refused. */
export function notCheckable(
  { ref, object: written, path, isScaled = false }: Draft,
  waitsFor?: 'namespace' | 'definition',
): PlannedObject {
  const object = isScaled ? leaveReplicas(written, undefined) : written;
  return {
    ref,
    change: 'not-checkable',
    ...(waitsFor !== undefined && { waitsFor }),
    path,
    body: JSON.stringify(object),
    takes: [],
    comparison: compare(undefined, object),
    warnings: [],
  };
}

export interface Application {
  readonly path: string;
  readonly body: string;
  readonly isForced: boolean;
  readonly isDryRun: boolean;
}

export async function apply(
  cluster: Cluster,
  application: Application,
  signal?: AbortSignal,
): Promise<Result<Accepted, Refusal>> {
  return readAnswer(await cluster.request(applyRequest(application), signal));
}

export function applyRequest({ path, body, isForced, isDryRun }: Application): ApiRequest {
  return {
    method: 'PATCH',
    path,
    query: {
      fieldManager,
      fieldValidation: 'Strict',
      force: String(isForced),
      ...(isDryRun && { dryRun: 'All' }),
    },
    body,
    contentType: 'application/apply-patch+yaml',
  };
}

/** The live object, or undefined when there is none. */
export async function readLive(
  cluster: Cluster,
  path: string,
  signal?: AbortSignal,
): Promise<Result<unknown, Refusal>> {
  const answer = readAnswer(await cluster.request({ method: 'GET', path }, signal));
  if (answer.ok) return ok(answer.value.body);
  return answer.failure.kind === 'not-found' ? ok(undefined) : answer;
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

const takeable: ReadonlySet<string> = new Set(['kuberay', fieldManager]);
