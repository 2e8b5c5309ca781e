import type { ObjectRef } from '../objects/kube-object.ts';
import type { Json } from '../objects/json.ts';
import type { Problem } from '../plan/problem.ts';
import type { Check } from './check.ts';
import { checkDevicePlugin } from './device-plugin.ts';
import type { PodGroup } from './pod-groups.ts';
import type { PodMove } from './pod-moves.ts';
import { findRoom, type Room } from './room.ts';
import { rightsMissing, type Look, type World } from './world.ts';

/**
 * Whether the pods find a place on the nodes: in the end, when what the plan replaces is gone, and on
 * the way there, while old pods still run.
 */
export async function checkCapacity(
  world: World,
  moves: readonly PodMove[],
): Promise<readonly Check[]> {
  const groups = moves.flatMap((move) => move.groups);
  if (groups.length === 0) return [];
  const [nodes, pods] = await Promise.all([world.list('nodes'), world.list('pods')]);
  if (nodes.kind !== 'found')
    return [{ preflight: 'capacity', problems: [], missing: rightsMissing([nodes, pods]) }];
  const plugin = checkDevicePlugin(groups, nodes.value);
  // Without the plugin there are no devices to look for.
  const places = (group: PodGroup): boolean => !plugin.without.includes(group);
  const standing = pods.kind === 'found' ? pods.value : [];
  const staying = standing.filter((pod) => !moves.some(({ frees }) => frees(pod)));
  const room = await findRoom(world, groups.filter(places), { nodes: nodes.value, staying });
  const short = new Set(room.shortages.map(({ workload }) => workload));
  const passages = await Promise.all(
    moves.map(async ({ workload, passage }) =>
      passage === undefined || short.has(workload)
        ? undefined
        : {
            workload,
            how: passage.how,
            room: await findRoom(world, passage.groups.filter(places), {
              nodes: nodes.value,
              staying: remaining(standing, moves, workload),
            }),
          },
    ),
  );
  const looks: readonly Look<unknown>[] = [
    nodes,
    pods,
    ...room.looks,
    ...passages.flatMap((passage) => passage?.room.looks ?? []),
  ];
  const problems = [
    ...problemsIn(room),
    ...passages.flatMap((passage) =>
      passage === undefined ? [] : problemsOnTheWay(passage, room),
    ),
  ];
  return [
    ...(plugin.check === undefined ? [] : [plugin.check]),
    { preflight: 'capacity', problems, missing: rightsMissing(looks) },
  ];
}

/** While one workload passes, everything else that the plan replaces may already be gone. */
function remaining(
  standing: readonly Json[],
  moves: readonly PodMove[],
  passing: ObjectRef,
): readonly Json[] {
  return standing.filter(
    (pod) => !moves.some(({ workload, frees }) => workload !== passing && frees(pod)),
  );
}

function problemsIn({ shortages, coming, isScaled }: Room): Problem[] {
  return [
    ...shortages.map((shortage) => ({ kind: 'no-room', shortage, isScaled }) as const),
    ...coming.map((one) => ({ kind: 'node-coming', ...one }) as const),
  ];
}

interface Passing {
  readonly workload: ObjectRef;
  readonly how: 'surge' | 'second-cluster';
  readonly room: Room;
}

function problemsOnTheWay({ workload, how, room }: Passing, end: Room): Problem[] {
  const [shortage] = room.shortages;
  if (shortage !== undefined)
    return [{ kind: 'upgrade-stuck', workload, how, shortage, isScaled: room.isScaled }];
  return room.coming
    .filter(({ role }) => !end.coming.some((one) => one.workload === workload && one.role === role))
    .map((one) => ({ kind: 'node-coming', ...one }) as const);
}
