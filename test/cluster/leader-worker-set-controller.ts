import { createHash } from 'node:crypto';
import {
  at,
  isMap,
  listAt,
  mapAt,
  numberAt,
  textAt,
  type Json,
} from '../../server/src/deploy/objects/json.ts';
import { api, create, read } from './world.ts';

/**
 * One step of what the controller of LeaderWorkerSets does, for every set of a namespace: groups of pods
 * with its labels, one group at a time replaced from the last down, and the status that it writes. Its
 * own cannot run here: its pods need admission webhooks. There is no status.observedGeneration.
 * Source: sigs.k8s.io/lws v0.7.0, pkg/controllers/leaderworkerset_controller.go.
 */
export async function reconcileSets(namespace: string): Promise<void> {
  const sets = await read(`${apis}/${namespace}/leaderworkersets`);
  for (const set of listAt(sets, 'items').filter(isMap)) await reconcile(namespace, set);
}

const apis = '/apis/leaderworkerset.x-k8s.io/v1/namespaces';
const mark = 'leaderworkerset.sigs.k8s.io';

interface Group {
  readonly index: number;
  readonly pods: readonly Json[];
}

async function reconcile(namespace: string, set: Json): Promise<void> {
  const name = textAt(set, 'metadata', 'name') ?? '';
  const selector = `labelSelector=${encodeURIComponent(`${mark}/name=${name}`)}`;
  const list = await read(`/api/v1/namespaces/${namespace}/pods?${selector}`);
  const pods = listAt(list, 'items').filter(isMap);
  const replicas = numberAt(set, 'spec', 'replicas') ?? 1;
  const wanted = Array.from({ length: replicas }, (_none, index) => index);
  const groups = wanted.map((index): Group => ({
    index,
    pods: pods.filter((pod) => labelOf(pod, 'group-index') === String(index)),
  }));
  await writeStatus(namespace, set, groups);

  for (const pod of pods)
    if (Number(labelOf(pod, 'group-index')) >= replicas) await remove(namespace, pod);
  for (const { index, pods: there } of groups)
    if (there.length === 0) await createGroup(namespace, set, index);
  // maxUnavailable is 1 by the definition's default: the next group waits until all others are ready.
  const old = groups.findLast((group) => !isUpdated(group, set));
  const isCalm = groups.every((group) => group === old || isReady(group, set));
  if (old !== undefined && isCalm) for (const pod of old.pods) await remove(namespace, pod);
}

async function createGroup(namespace: string, set: Json, index: number): Promise<void> {
  const name = textAt(set, 'metadata', 'name') ?? '';
  const worker = mapAt(set, 'spec', 'leaderWorkerTemplate', 'workerTemplate');
  const leader = mapAt(set, 'spec', 'leaderWorkerTemplate', 'leaderTemplate');
  for (let member = 0; member < sizeOf(set); member++) {
    const template = member === 0 && Object.keys(leader).length > 0 ? leader : worker;
    await create(`/api/v1/namespaces/${namespace}/pods`, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name:
          member === 0 ? `${name}-${String(index)}` : `${name}-${String(index)}-${String(member)}`,
        labels: {
          ...mapAt(template, 'metadata', 'labels'),
          [`${mark}/name`]: name,
          [`${mark}/group-index`]: String(index),
          [`${mark}/worker-index`]: String(member),
          [`${mark}/template-revision-hash`]: revisionOf(set),
        },
      },
      spec: template['spec'],
    });
  }
}

async function writeStatus(namespace: string, set: Json, groups: readonly Group[]): Promise<void> {
  const replicas = groups.filter(({ pods }) => pods.length > 0).length;
  const ready = groups.filter((group) => isReady(group, set));
  const updated = groups.filter((group) => group.pods.length > 0 && isUpdated(group, set));
  const status = {
    hpaPodSelector: `${mark}/name=${textAt(set, 'metadata', 'name') ?? ''},${mark}/worker-index=0`,
    replicas,
    readyReplicas: ready.length,
    updatedReplicas: updated.length,
    conditions: conditionsOf(set, {
      isUpdating: updated.length < replicas,
      isAvailable: ready.length === groups.length,
    }),
  };
  const path = `${apis}/${namespace}/leaderworkersets/${textAt(set, 'metadata', 'name') ?? ''}/status`;
  const answer = await api.call('PATCH', path, { status }, 'application/merge-patch+json');
  // It may have been deleted since it was listed.
  if (answer.status >= 300 && answer.status !== 404) throw new Error(answer.text);
}

const reasons = {
  Available: ['AllGroupsReady', 'All replicas are ready'],
  UpdateInProgress: ['GroupsUpdating', 'Rolling Upgrade is in progress'],
  Progressing: ['GroupsProgressing', 'Replicas are progressing'],
} as const;

/** A condition that was true once stays, as false; available excludes the two others. */
function conditionsOf(
  set: Json,
  { isUpdating, isAvailable }: { readonly isUpdating: boolean; readonly isAvailable: boolean },
): readonly object[] {
  const holding = isUpdating
    ? ['UpdateInProgress', 'Progressing']
    : [isAvailable ? 'Available' : 'Progressing'];
  const before = listAt(set, 'status', 'conditions').map((one) => textAt(one, 'type'));
  return (['Available', 'UpdateInProgress', 'Progressing'] as const)
    .filter((type) => holding.includes(type) || before.includes(type))
    .map((type) => ({
      type,
      status: holding.includes(type) ? 'True' : 'False',
      reason: reasons[type][0],
      message: reasons[type][1],
      lastTransitionTime: '2026-01-01T00:00:00Z',
    }));
}

function isUpdated({ pods }: Group, set: Json): boolean {
  return pods.every((pod) => labelOf(pod, 'template-revision-hash') === revisionOf(set));
}

function isReady({ pods }: Group, set: Json): boolean {
  return (
    pods.length === sizeOf(set) &&
    pods.every((pod) =>
      listAt(pod, 'status', 'conditions').some(
        (one) => at(one, 'type') === 'Ready' && at(one, 'status') === 'True',
      ),
    )
  );
}

function sizeOf(set: Json): number {
  return numberAt(set, 'spec', 'leaderWorkerTemplate', 'size') ?? 1;
}

function revisionOf(set: Json): string {
  const template = JSON.stringify(at(set, 'spec', 'leaderWorkerTemplate'));
  return createHash('sha256').update(template).digest('hex').slice(0, 10);
}

function labelOf(pod: Json, label: string): string | undefined {
  return textAt(pod, 'metadata', 'labels', `${mark}/${label}`);
}

async function remove(namespace: string, pod: Json): Promise<void> {
  const name = textAt(pod, 'metadata', 'name') ?? '';
  await api.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}?gracePeriodSeconds=0`);
}
