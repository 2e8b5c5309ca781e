import type { Manifest } from '../objects/manifest.ts';
import { checkCapacity } from './capacity.ts';
import type { Check } from './check.ts';
import { checkDeadlines } from './deadlines.ts';
import { checkHeldUpdates } from './held-updates.ts';
import { checkLimitRanges } from './limit-ranges.ts';
import { podMoveOf, type Workload } from './pod-moves.ts';
import { checkScheduler } from './pod-scheduler.ts';
import { checkQuota, type NewObject } from './quota.ts';
import { checkRayOperator } from './ray-operator.ts';
import { checkReferences } from './references.ts';
import type { World } from './world.ts';

export interface PreflightRequest {
  readonly namespace: string;
  /** Without the namespace nothing in it limits or carries the pods. */
  readonly isNamespaceThere: boolean;
  readonly manifests: readonly Manifest[];
  /** What the plan creates, changes and deletes. */
  readonly workloads: readonly Workload[];
  readonly created: readonly NewObject[];
}

/** Everything about the pods of a plan that can be known before they are made. Reads only. */
export async function runPreflights(
  world: World,
  { namespace, isNamespaceThere, manifests, workloads, created }: PreflightRequest,
): Promise<readonly Check[]> {
  const moves = workloads.flatMap((workload) => podMoveOf(workload) ?? []);
  const rendered = manifests.map(({ ref, object }) => ({
    object,
    ref: { ...ref, namespace: ref.namespace ?? namespace },
  }));
  const groups = moves.flatMap((move) => move.groups);
  const checks = await Promise.all([
    checkRayOperator(world, rendered),
    checkReferences(world, manifests, namespace),
    isNamespaceThere ? checkQuota(world, { namespace, moves, created }) : undefined,
    isNamespaceThere ? checkLimitRanges(world, { namespace, moves }) : undefined,
    checkScheduler(world, groups),
    checkCapacity(world, moves),
  ]);
  return [...checks, checkDeadlines(workloads), checkHeldUpdates(workloads)]
    .flat()
    .flatMap((check) => check ?? []);
}
