import { isMap, listAt, mapAt, type Json } from '../objects/json.ts';
import { isSelected } from '../objects/selectors.ts';
import { taintsKeepingAway } from '../objects/taints.ts';
import { hindranceOf, keepersOf, needOf, type NodeRoom } from './node-room.ts';
import type { PodGroup } from './pod-groups.ts';
import { isAttracted, isSociable, isSpread, keepsAway, type PlacedPod } from './pod-relations.ts';
import type { Amounts } from './pod-requests.ts';

/** `unsure`: neither a way was found nor was it shown that there is none. */
export type Packing = 'fits' | 'does-not-fit' | 'unsure';

/** Places tried before the search gives up. A plan has few pods; most are placed at the first try. */
const maxTries = 20_000;

/**
 * Whether all pods of the groups find room together. It searches rather than filling up in one order,
 * so that "does not fit" is proven: no order in which the scheduler takes the pods makes them fit.
 */
export function pack(groups: readonly PodGroup[], rooms: readonly NodeRoom[]): Packing {
  const search = new Search(groups, rooms);
  if (search.isShort()) return 'does-not-fit';
  if (search.place(0, 0)) return 'fits';
  return search.isExhausted ? 'unsure' : 'does-not-fit';
}

interface Member {
  readonly group: PodGroup;
  readonly need: readonly (readonly [string, number])[];
  readonly isSociable: boolean;
  /** Rooms that could take a pod of the group by itself; those with the fewest spare devices first. */
  readonly rooms: readonly number[];
  /** The group's first pod in the whole order. */
  readonly first: number;
}

/** One search: what is free changes with each pod that is placed and taken back. */
class Search {
  readonly #rooms: readonly NodeRoom[];
  readonly #free: readonly Map<string, number>[];
  readonly #pods: readonly Member[];
  readonly #members: readonly Member[];
  /** Rooms with equal marks are open to the same groups. */
  readonly #marks: readonly string[];
  readonly #standing: readonly PlacedPod[];
  readonly #isSociable: boolean;
  readonly #placed: { readonly pod: Json; readonly place: Json; readonly room: number }[] = [];
  #tries = 0;

  constructor(groups: readonly PodGroup[], rooms: readonly NodeRoom[]) {
    this.#rooms = rooms;
    this.#free = rooms.map(({ free }) => new Map(free));
    const ordered = groups
      .filter(({ count }) => count > 0)
      .map((group) => ({ group, rooms: openRooms(group, rooms) }))
      // The hardest to place first: with devices, then with the fewest places.
      .toSorted(
        (a, b) => devicesOf(b.group) - devicesOf(a.group) || a.rooms.length - b.rooms.length,
      );
    let first = 0;
    this.#members = ordered.map(({ group, rooms: open }) => {
      const need = [...needOf(group)].filter(([, amount]) => amount > 0);
      const member = { group, need, isSociable: isSociable(group.pod), rooms: open, first };
      first += group.count;
      return member;
    });
    this.#pods = this.#members.flatMap((member) =>
      Array.from({ length: member.group.count }, () => member),
    );
    this.#marks = rooms.map((_room, index) =>
      this.#members.map(({ rooms: open }) => (open.includes(index) ? '1' : '0')).join(''),
    );
    this.#isSociable = this.#members.some((member) => member.isSociable);
    this.#standing = this.#isSociable
      ? rooms.flatMap(({ pods, labels }) => pods.map((pod) => ({ pod, place: labels })))
      : [];
  }

  get isExhausted(): boolean {
    return this.#tries >= maxTries;
  }

  /** Shown without a search: some group has fewer places than pods, whatever becomes of the others. */
  isShort(from = 0): boolean {
    return this.#members.some(({ first, group, need, rooms }) => {
      const left = first + group.count - Math.max(first, from);
      if (left <= 0) return false;
      let places = 0;
      for (const room of rooms) {
        places += capacity(need, this.#free[room]);
        if (places >= left) return false;
      }
      return true;
    });
  }

  /** Places the pods from this one on. Pods of one group are alike, so each goes no earlier than the one before. */
  place(index: number, from: number): boolean {
    const member = this.#pods[index];
    if (member === undefined) return this.#isWellSpread();
    const start = index === member.first ? 0 : from;
    if (index === member.first && index > 0 && this.isShort(index)) return false;
    const seen = new Set<string>();
    for (let at = start; at < member.rooms.length; at++) {
      const room = member.rooms[at] ?? 0;
      const free = this.#free[room];
      if (free === undefined || capacity(member.need, free) < 1) continue;
      if (!this.#isSociable) {
        const likeness = `${this.#marks[room] ?? ''} ${[...free].join(' ')}`;
        if (seen.has(likeness)) continue;
        seen.add(likeness);
      }
      if (++this.#tries >= maxTries) return false;
      if (!this.#isWelcome(member, room, index)) continue;
      for (const [resource, amount] of member.need)
        free.set(resource, (free.get(resource) ?? 0) - amount);
      this.#placed.push({ pod: member.group.pod, place: this.#rooms[room]?.labels ?? {}, room });
      if (this.place(index + 1, at)) return true;
      this.#placed.pop();
      for (const [resource, amount] of member.need)
        free.set(resource, (free.get(resource) ?? 0) + amount);
    }
    return false;
  }

  #isWelcome({ group }: Member, room: number, index: number): boolean {
    if (!this.#isSociable) return true;
    const place = this.#rooms[room]?.labels ?? {};
    const coming = this.#pods.slice(index + 1).map((member) => member.group.pod);
    return (
      !this.#placed.some((other) => keepsAway(group.pod, place, other.pod, other.place)) &&
      isAttracted(group.pod, place, [...this.#standing, ...this.#placed], coming)
    );
  }

  #isWellSpread(): boolean {
    return this.#members.every(
      ({ group, isSociable: hasRules }) =>
        !hasRules ||
        isSpread(group.pod, this.#placed, this.#standing, domainsOf(group, this.#rooms)),
    );
  }
}

function openRooms(group: PodGroup, rooms: readonly NodeRoom[]): readonly number[] {
  const device = [...needOf(group).keys()].find((resource) => resource.includes('/'));
  const spare = ({ free }: NodeRoom): number =>
    device === undefined ? devicesIn(free) : (free.get(device) ?? 0);
  const keepers = keepersOf(group, rooms);
  const isKept = ({ labels }: NodeRoom): boolean =>
    keepers.some(({ pod, place }) => keepsAway(group.pod, labels, pod, place));
  return rooms
    .map((room, index) => ({ room, index }))
    .filter(({ room }) => hindranceOf(group, room) === undefined && !isKept(room))
    .toSorted((a, b) => spare(a.room) - spare(b.room))
    .map(({ index }) => index);
}

/** Nodes that a spread constraint counts: those the pod selects, tainted ones too unless it says else. */
function domainsOf({ pod }: PodGroup, rooms: readonly NodeRoom[]): readonly Json[] {
  const spec = mapAt(pod, 'spec');
  const tolerations = listAt(spec, 'tolerations').filter(isMap);
  const honoursTaints = listAt(spec, 'topologySpreadConstraints')
    .filter(isMap)
    .some((constraint) => constraint['nodeTaintsPolicy'] === 'Honor');
  return rooms
    .filter(({ labels, name }) => isSelected(spec, labels, name))
    .filter(({ node }) => !honoursTaints || taintsKeepingAway(node, tolerations).length === 0)
    .map(({ labels }) => labels);
}

function capacity(need: readonly (readonly [string, number])[], free: Amounts | undefined): number {
  return Math.min(
    ...need.map(([resource, amount]) => Math.floor((free?.get(resource) ?? 0) / amount)),
  );
}

function devicesOf(group: PodGroup): number {
  return devicesIn(needOf(group));
}

function devicesIn(amounts: Amounts): number {
  let devices = 0;
  for (const [resource, amount] of amounts) if (resource.includes('/')) devices += amount;
  return devices;
}
