import { at, listAt, numberAt, textAt, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';

/** One workload of a rollout with everything around it, read at one moment. */
export interface Snapshot {
  readonly ref: ObjectRef;
  readonly object: Json;
  /** Pods of the generation being rolled out and of the one it replaces. */
  readonly pods: readonly Json[];
  /** Events about the workload, its pods and what stands between them. */
  readonly events: readonly Json[];
  /** Services of this plan that select the workload's pods, with how many of their endpoints are ready. */
  readonly services: readonly { readonly name: string; readonly ready: number }[];
  /** Read only while a pod finds no node; empty also when nodes may not be read. */
  readonly nodes: readonly Json[];
  /** By pod: the last line of what runs and is not ready yet. */
  readonly lastLines: ReadonlyMap<string, string>;
  /** Since the rollout was first looked at. */
  readonly elapsedMs: number;
}

/** Where a workload stands. `message` is for the progress line, such as "1 of 2 replicas ready". */
export interface Progress {
  readonly isReady: boolean;
  readonly message: string;
}

/** The controller, or the operator, has looked at what was applied last. */
export function isObserved(object: unknown): boolean {
  const generation = numberAt(object, 'metadata', 'generation') ?? 0;
  return (numberAt(object, 'status', 'observedGeneration') ?? 0) >= generation;
}

/** The scheduler has looked for a node for this pod and found none. */
export function isUnschedulable(pod: unknown): boolean {
  return unschedulableMessage(pod) !== undefined;
}

/** What the scheduler says about a pod without a node; undefined for every other pod. */
export function unschedulableMessage(pod: unknown): string | undefined {
  const scheduled = listAt(pod, 'status', 'conditions').find(
    (one) => textAt(one, 'type') === 'PodScheduled' && textAt(one, 'status') === 'False',
  );
  if (textAt(scheduled, 'reason') !== 'Unschedulable') return undefined;
  return textAt(scheduled, 'message') ?? '';
}

/** All its containers run, and it takes no requests yet. */
export function isLoading(pod: unknown): boolean {
  const statuses = listAt(pod, 'status', 'containerStatuses');
  const isRunning = statuses.every((one) => at(one, 'state', 'running') !== undefined);
  const isReady = statuses.every((one) => at(one, 'ready') === true);
  return statuses.length > 0 && isRunning && !isReady;
}
