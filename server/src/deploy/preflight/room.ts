import type { Coming, NoPlace, Shortage } from './findings.ts';
import { at, isMap, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { hindranceOf, needOf, nodeRooms, type NodeRoom } from './node-room.ts';
import { poolHelp } from './node-pools.ts';
import { pack } from './pack.ts';
import { isScheduled, type PodGroup } from './pod-groups.ts';
import { requestsOf } from './pod-requests.ts';
import { nameOfLive, type Look, type World } from './world.ts';

export interface Room {
  readonly shortages: readonly Shortage[];
  readonly coming: readonly Coming[];
  /** Something adds nodes of which it is not known which: the cluster autoscaler. */
  readonly isScaled: boolean;
  /** What could not be looked at. */
  readonly looks: readonly Look<unknown>[];
}

const enough: Room = { shortages: [], coming: [], isScaled: false, looks: [] };

/**
 * Looks for a place for each pod of the groups beside the pods that stay. Whatever is not known speaks
 * for the pods: a shortage is only told when the scheduler could not place them either.
 */
export async function findRoom(
  world: World,
  asked: readonly PodGroup[],
  { nodes, staying }: { readonly nodes: readonly Json[]; readonly staying: readonly Json[] },
): Promise<Room> {
  const groups = asked.filter(isScheduled);
  if (pack(groups, nodeRooms(nodes, staying)) !== 'does-not-fit') return enough;
  const [classes, pools, autoscaler] = await Promise.all([
    world.list('priorityClasses'),
    world.list('nodePools'),
    world.get('configMap', 'cluster-autoscaler-status', 'kube-system'),
  ]);
  const looks = [classes, pools, autoscaler];
  const helpers = pools.kind === 'found' ? pools.value : [];
  // Without nodes and pools there is nothing to compare with: nodes come from somewhere we do not see.
  if (nodes.length === 0 && helpers.length === 0) return { ...enough, looks };
  if (classes.kind !== 'found' && groups.some(namesPriority)) return { ...enough, looks };

  const rank = priorityOf(groups, classes.kind === 'found' ? classes.value : []);
  const lasting = staying.filter((pod) => (numberAt(pod, 'spec', 'priority') ?? 0) >= rank);
  const rooms = nodeRooms(nodes, lasting);
  const helps = groups.map((group) => helpersOf(group, helpers));
  const alone = groups.filter((_group, index) => helps[index]?.names.length === 0);
  const shortages = shortagesOf(alone, rooms).map((shortage) => {
    const index = groups.findIndex(({ workload, role }) => isFor(shortage, { workload, role }));
    return { ...shortage, pools: helps[index]?.refusals ?? [] };
  });
  const coming = shortagesOf(groups, rooms).flatMap(({ workload, role }): Coming[] => {
    const index = groups.findIndex((group) => isFor({ workload, role }, group));
    const names = helps[index]?.names ?? [];
    return names.length === 0
      ? []
      : [{ workload, ...(role !== undefined && { role }), pools: names }];
  });
  return { shortages, coming, isScaled: autoscaler.kind === 'found', looks };
}

interface OfGroup {
  readonly workload: ObjectRef;
  readonly role?: string | undefined;
}

function isFor(one: OfGroup, other: OfGroup): boolean {
  return one.workload === other.workload && one.role === other.role;
}

function helpersOf(group: PodGroup, pools: readonly Json[]) {
  const answers = pools.map((pool) => ({
    name: textAt(pool, 'metadata', 'name') ?? '',
    help: poolHelp(group, pool),
  }));
  return {
    names: answers.flatMap(({ name, help }) => (help.kind === 'helps' ? [name] : [])),
    refusals: answers.flatMap(({ name, help }) =>
      help.kind === 'cannot' ? [{ name, why: help.why }] : [],
    ),
  };
}

/** Adds group after group, as many pods of each as find a place beside the earlier ones. */
function shortagesOf(
  groups: readonly PodGroup[],
  rooms: readonly NodeRoom[],
): readonly Omit<Shortage, 'pools'>[] {
  const placed: PodGroup[] = [];
  return groups.flatMap((group) => {
    let count = group.count;
    while (count > 0 && pack([...placed, { ...group, count }], rooms) === 'does-not-fit') count--;
    placed.push({ ...group, count });
    if (count === group.count) return [];
    const { workload, role } = group;
    return [
      {
        workload,
        ...(role !== undefined && { role }),
        pods: group.count - count,
        count: group.count,
        why: noPlaceFor(group, rooms),
      },
    ];
  });
}

function noPlaceFor(group: PodGroup, rooms: readonly NodeRoom[]): NoPlace {
  const found = rooms.map((room) => ({ room, hindrance: hindranceOf(group, room) }));
  if (found.some(({ hindrance }) => hindrance === undefined)) return fullNodes(group, rooms);
  const short = found.flatMap(({ room, hindrance }) =>
    hindrance?.kind === 'short' ? [{ room, resource: hindrance.resource }] : [],
  );
  const [first] = short;
  if (first !== undefined)
    return full(
      group,
      first.resource,
      short.map(({ room }) => room),
    );
  const taints = found.flatMap(({ hindrance }) =>
    hindrance?.kind === 'tainted' ? hindrance.taints : [],
  );
  if (taints.length > 0) return { kind: 'tainted', taints: [...new Set(taints)] };
  const wanted = Object.entries(mapAt(group.pod, 'spec', 'nodeSelector'));
  return {
    kind: 'not-selected',
    wanted: wanted.map(([key, value]) => `${key}=${String(value)}`),
  };
}

/** Some pods fit and others do not: it is the devices, when they ask for some and no node has more to give. */
function fullNodes(group: PodGroup, rooms: readonly NodeRoom[]): NoPlace {
  const device = [...needOf(group).keys()].find((resource) => resource.includes('/'));
  if (device === undefined) return { kind: 'crowded' };
  const open = rooms.filter((room) => {
    const hindrance = hindranceOf(group, room);
    return hindrance === undefined || hindrance.kind === 'short';
  });
  return full(group, device, open);
}

function full(group: PodGroup, resource: string, rooms: readonly NodeRoom[]): NoPlace {
  const freeOf = ({ free }: NodeRoom): number => free.get(resource) ?? 0;
  const [best] = rooms.toSorted((a, b) => freeOf(b) - freeOf(a));
  const need = needOf(group).get(resource) ?? 0;
  if (best === undefined) return { kind: 'crowded' };
  const holders = best.pods
    .map((pod) => ({
      pod: nameOfLive(pod),
      amount: resource === 'pods' ? 1 : (requestsOf(at(pod, 'spec')).get(resource) ?? 0),
    }))
    .filter(({ amount }) => amount > 0)
    .toSorted((a, b) => b.amount - a.amount);
  return {
    kind: 'full',
    resource,
    need,
    best: best.name,
    free: Math.max(0, freeOf(best)),
    of: best.allocatable.get(resource) ?? 0,
    holders,
  };
}

function namesPriority({ pod }: PodGroup): boolean {
  return textAt(pod, 'spec', 'priorityClassName') !== undefined;
}

/** Pods of less priority than the highest of the groups may have to go, so they hold no place for sure. */
function priorityOf(groups: readonly PodGroup[], classes: readonly Json[]): number {
  const usual = classes.find((one) => one['globalDefault'] === true);
  const ranks = groups.map(({ pod }) => {
    const name = textAt(pod, 'spec', 'priorityClassName');
    const own = classes.find((one) => textAt(one, 'metadata', 'name') === name);
    const applied = name === undefined ? usual : own;
    if (name !== undefined && applied === undefined) return systemPriority[name] ?? 0;
    return isMap(applied) && applied['preemptionPolicy'] !== 'Never'
      ? (numberAt(applied, 'value') ?? 0)
      : 0;
  });
  return Math.max(...ranks, 0);
}

const systemPriority: Readonly<Record<string, number>> = {
  'system-cluster-critical': 2_000_000_000,
  'system-node-critical': 2_000_001_000,
};

/** Devices that a group asks for, by resource. */
export function devicesOf(group: PodGroup): readonly string[] {
  return [...needOf(group)].flatMap(([resource, amount]) =>
    amount > 0 && resource.includes('/') ? [resource] : [],
  );
}
