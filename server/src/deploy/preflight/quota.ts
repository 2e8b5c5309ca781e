import type { Excess } from './findings.ts';
import { at, listAt, mapAt, textAt, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { Problem } from '../plan/problem.ts';
import type { Check } from './check.ts';
import { withDefaults } from './limit-ranges.ts';
import type { PodGroup } from './pod-groups.ts';
import type { PodMove } from './pod-moves.ts';
import {
  add,
  amountOf,
  amountsIn,
  containerAmounts,
  limitsOf,
  requestsOf,
} from './pod-requests.ts';
import { rightsMissing, type World } from './world.ts';

/** An object that the plan creates, by what a quota counts it under. */
export interface NewObject {
  readonly namespace: string | undefined;
  /** `count/deployments.apps`. */
  readonly counted: string;
}

export interface QuotaRequest {
  readonly namespace: string;
  readonly moves: readonly PodMove[];
  readonly created: readonly NewObject[];
}

/**
 * Hard limits minus what is used, against the pods that the plan adds in the end and on the way. A quota
 * with scopes counts some pods only and is left out.
 */
export async function checkQuota(
  world: World,
  { namespace, moves, created }: QuotaRequest,
): Promise<Check | undefined> {
  const [quotas, ranges, pods] = await Promise.all([
    world.list('quotas'),
    world.list('limitRanges'),
    world.list('pods'),
  ]);
  const missing = rightsMissing([quotas]);
  if (quotas.kind !== 'found')
    return missing.length === 0 ? undefined : { preflight: 'quota', problems: [], missing };
  const open = quotas.value.filter((quota) => !isScoped(quota));
  if (open.length === 0) return undefined;
  const own = moves.filter(({ workload }) => workload.namespace === namespace);
  const limits = ranges.kind === 'found' ? ranges.value : [];
  const complete = (group: PodGroup): Json => withDefaults(mapAt(group.pod, 'spec'), limits);
  const freed = (pods.kind === 'found' ? pods.value : []).filter((pod) =>
    own.some(({ frees }) => frees(pod)),
  );
  const problems = open.flatMap((quota): Problem[] => {
    const end = sumOf(
      own.flatMap(({ groups }) => groups),
      complete,
    );
    for (const pod of freed) add(end, usageOf(mapAt(pod, 'spec')), -1);
    for (const { counted, namespace: place } of created)
      if (place === namespace) for (const name of namesOf(counted)) add(end, new Map([[name, 1]]));
    const excess = excessOf(quota, end);
    const [first] = excess;
    if (first !== undefined) return [{ kind: 'quota-exceeded', excess: first }];
    return own.flatMap(({ workload, passage }): Problem[] => {
      if (passage === undefined) return [];
      const [stuck] = excessOf(quota, sumOf(passage.groups, complete));
      return stuck === undefined
        ? []
        : [{ kind: 'quota-stops-upgrade', workload, how: passage.how, excess: stuck }];
    });
  });
  const bare = open.flatMap((quota) => unstated(quota, own, complete));
  return { preflight: 'quota', problems: [...problems, ...bare], missing };
}

function isScoped(quota: Json): boolean {
  const spec = mapAt(quota, 'spec');
  return listAt(spec, 'scopes').length > 0 || spec['scopeSelector'] !== undefined;
}

function sumOf(groups: readonly PodGroup[], complete: (group: PodGroup) => Json) {
  const total = new Map<string, number>();
  for (const group of groups) add(total, usageOf(complete(group)), group.count);
  return total;
}

/** What a quota counts for one pod, under all names that a quota may use. */
function usageOf(podSpec: Json): Map<string, number> {
  const usage = new Map<string, number>([
    ['pods', 1],
    ['count/pods', 1],
  ]);
  for (const [resource, amount] of requestsOf(podSpec)) {
    usage.set(`requests.${resource}`, amount);
    if (!resource.includes('/')) usage.set(resource, amount);
  }
  for (const [resource, amount] of limitsOf(podSpec)) usage.set(`limits.${resource}`, amount);
  return usage;
}

function excessOf(quota: Json, added: ReadonlyMap<string, number>): readonly Excess[] {
  const used = mapAt(quota, 'status', 'used');
  return Object.entries(mapAt(quota, 'status', 'hard')).flatMap(([resource, quantity]) => {
    const hard = amountOf(resource, quantity);
    const taken = amountOf(resource, used[resource]) ?? 0;
    const more = added.get(resource) ?? 0;
    if (hard === undefined || more <= 0 || taken + more <= hard) return [];
    return [
      { quota: textAt(quota, 'metadata', 'name') ?? '', resource, hard, used: taken, added: more },
    ];
  });
}

/** Core kinds are counted under their plain names as well. */
function namesOf(counted: string): readonly string[] {
  const plain = counted.slice('count/'.length);
  return plain.includes('.') ? [counted] : [counted, plain];
}

/** A quota on cpu or memory refuses pods with a container that does not say how much of it. */
function unstated(
  quota: Json,
  moves: readonly PodMove[],
  complete: (group: PodGroup) => Json,
): Problem[] {
  const hard = Object.keys(mapAt(quota, 'status', 'hard'));
  const found = new Map<ObjectRef, Problem>();
  for (const { groups } of moves)
    for (const group of groups) {
      const spec = complete(group);
      const missing = hard.find((name) => isUnstated(name, spec));
      if (missing !== undefined && group.count > 0)
        found.set(group.workload, {
          kind: 'quota-needs-amount',
          workload: group.workload,
          quota: textAt(quota, 'metadata', 'name') ?? '',
          resource: missing,
        });
    }
  return [...found.values()];
}

function isUnstated(name: string, podSpec: Json): boolean {
  const [, side = 'requests', resource = ''] =
    /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/.exec(name) ?? [];
  if (resource === '') return false;
  const part = side === 'limits' ? 'limits' : 'requests';
  if (amountsIn(at(podSpec, 'resources', part)).has(resource)) return false;
  return [...listAt(podSpec, 'initContainers'), ...listAt(podSpec, 'containers')].some(
    (container) => !containerAmounts(container, part).has(resource),
  );
}
