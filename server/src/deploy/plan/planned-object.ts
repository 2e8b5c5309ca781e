import { ok, type Result } from '../../base/result.ts';
import { compare, type Comparison } from '../objects/comparison.ts';
import type { PatchStep } from '../objects/json-patch.ts';
import type { KubeObject, ObjectRef } from '../objects/kube-object.ts';
import { fieldManager } from '../objects/ownership.ts';
import type { ApiRequest, Cluster } from '../cluster/ports.ts';
import { readAnswer, type Accepted, type FieldConflict, type Refusal } from '../cluster/refusal.ts';
import { leaveReplicas } from '../preflight/scalers.ts';

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
  /** Set when Helm's client-side apply owns fields of what is changed, which pass to us before it is. */
  readonly handOver?: HandOver;
  /** Fields that Helm's client-side apply still owns when the plan is carried out. */
  readonly isLeftClientSide?: boolean;
}

export interface HandOver {
  /** What goes because the manifest no longer has it, as `.metadata.labels.tier`. */
  readonly removes: readonly string[];
  /** Who owned which fields when the plan was made. */
  readonly ownership: string;
}

/** An object on its way to the cluster, before anyone asked what the cluster makes of it. */
export interface Draft {
  readonly ref: ObjectRef;
  readonly object: KubeObject;
  readonly path: string;
  /** An autoscaler decides on the replicas. */
  readonly isScaled?: boolean;
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

/** Steps against the object as it is, rather than an object that is merged into it. */
export function patchRequest(
  path: string,
  steps: readonly PatchStep[],
  { isDryRun }: Pick<Application, 'isDryRun'>,
): ApiRequest {
  return {
    method: 'PATCH',
    path,
    query: { fieldManager, fieldValidation: 'Strict', ...(isDryRun && { dryRun: 'All' }) },
    body: JSON.stringify(steps),
    contentType: 'application/json-patch+json',
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
