import { at, listAt, isMap, mapAt, textAt, type Json } from '../objects/json.ts';
import { isSelected } from '../objects/selectors.ts';
import { nameTaint, taintsKeepingAway } from '../objects/taints.ts';
import type { PodGroup } from './pod-groups.ts';
import { amountsIn, add, requestsOf, type Amounts } from './pod-requests.ts';
import { isAtOdds, topologyKeysOf, type PlacedPod } from './pod-relations.ts';

/** A node with what is free on it and the pods that hold the rest. */
export interface NodeRoom {
  readonly name: string;
  readonly labels: Json;
  readonly node: Json;
  readonly allocatable: Amounts;
  readonly free: Amounts;
  readonly pods: readonly Json[];
}

/** Nodes with the pods that are bound to them. */
export function nodeRooms(nodes: readonly Json[], pods: readonly Json[]): readonly NodeRoom[] {
  const byNode = Map.groupBy(pods, (pod) => textAt(pod, 'spec', 'nodeName') ?? '');
  return nodes.map((node) => {
    const name = textAt(node, 'metadata', 'name') ?? '';
    const own = byNode.get(name) ?? [];
    const allocatable = amountsIn(at(node, 'status', 'allocatable'));
    const free = new Map(allocatable);
    for (const pod of own) add(free, requestsOf(at(pod, 'spec')), -1);
    free.set('pods', (allocatable.get('pods') ?? 0) - own.length);
    return { name, labels: mapAt(node, 'metadata', 'labels'), node, allocatable, free, pods: own };
  });
}

/** What a pod asks of a node: its requests and one place. */
export function needOf({ pod }: PodGroup): Amounts {
  return new Map([...requestsOf(at(pod, 'spec')), ['pods', 1]]);
}

/** The first thing for which a node cannot take a pod of the group, whatever else is to be placed. */
export type Hindrance =
  | { readonly kind: 'not-selected' }
  | { readonly kind: 'tainted'; readonly taints: readonly string[] }
  | { readonly kind: 'kept-away' }
  | { readonly kind: 'short'; readonly resource: string };

export function hindranceOf(group: PodGroup, room: NodeRoom): Hindrance | undefined {
  const spec = mapAt(group.pod, 'spec');
  const { labels, name, node, free } = room;
  const lacksTopology = topologyKeysOf(spec).some((key) => labels[key] === undefined);
  if (!isSelected(spec, labels, name) || lacksTopology) return { kind: 'not-selected' };
  const taints = taintsKeepingAway(withCordon(node), listAt(spec, 'tolerations').filter(isMap));
  if (taints.length > 0) return { kind: 'tainted', taints: taints.map(nameTaint) };
  const need = [...needOf(group)].filter(([, amount]) => amount > 0);
  const short = need.filter(([resource, amount]) => (free.get(resource) ?? 0) < amount);
  // Devices before cpu and memory: they are what inference pods are short of.
  const [resource] = short.find(([name]) => name.includes('/')) ?? short[0] ?? [];
  if (resource !== undefined) return { kind: 'short', resource };
  return undefined;
}

/** `kubectl cordon` is a field; the scheduler takes it for a taint, which some pods tolerate. */
function withCordon(node: Json): Json {
  if (at(node, 'spec', 'unschedulable') !== true) return node;
  const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  const taints = [...listAt(node, 'spec', 'taints'), cordon];
  return { ...node, spec: { ...mapAt(node, 'spec'), taints } };
}

/** Pods of the cluster that may not share a domain with the group's, whoever of the two says so. */
export function keepersOf({ pod }: PodGroup, rooms: readonly NodeRoom[]): readonly PlacedPod[] {
  return rooms.flatMap(({ pods, labels }) =>
    pods.filter((other) => isAtOdds(pod, other)).map((other) => ({ pod: other, place: labels })),
  );
}
