import { ok, type Result } from '../../base/result.ts';
import { at, isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import type { PlannedObject } from '../plan/planned-object.ts';
import type { Ports } from '../cluster/ports.ts';
import { readAnswer, type Refusal } from '../cluster/refusal.ts';
import { readLog } from './container-log.ts';
import { leaderWorkerSetSelector } from './leader-worker-set-rollout.ts';
import { clusterName } from './ray-service-rollout.ts';
import { isLoading, isObserved, isUnschedulable, type Snapshot } from './snapshot.ts';

type Query = Readonly<Record<string, string>>;

/** The release that a workload is part of; a plan is one. */
export interface Surroundings {
  readonly release: { readonly namespace: string };
  readonly objects: readonly Pick<PlannedObject, 'ref' | 'change' | 'body'>[];
}

export interface Followed {
  readonly ref: ObjectRef;
  readonly path: string;
  readonly elapsedMs: number;
}

/**
 * Reads a workload and what is around it; undefined when the workload is gone. Pods, events and
 * endpoints that may not be read are left out: they explain, the workload itself decides.
 */
export async function takeSnapshot(
  { cluster }: Ports,
  surroundings: Surroundings,
  { ref, path, elapsedMs }: Followed,
  signal?: AbortSignal,
): Promise<Result<Snapshot | undefined, Refusal>> {
  const get = async (at: string, query: Query = {}): Promise<Result<unknown, Refusal>> => {
    const request = { method: 'GET', path: at, query } as const;
    const answer = readAnswer(await cluster.request(request, signal));
    return answer.ok ? ok(answer.value.body) : answer;
  };
  const list = async (at: string, query?: Query): Promise<readonly Json[]> => {
    const answer = await get(at, query);
    return answer.ok ? listAt(answer.value, 'items').filter(isMap) : [];
  };
  const object = await get(path);
  if (!object.ok) return object.failure.kind === 'not-found' ? ok(undefined) : object;
  if (!isMap(object.value)) return ok(undefined);

  const namespace = `/namespaces/${encodeURIComponent(ref.namespace ?? surroundings.release.namespace)}`;
  const services = servicesOf(surroundings, object.value);
  const replicaSets = isDeployment(object.value)
    ? await list(`/apis/apps/v1${namespace}/replicasets`, matchLabels(object.value))
    : [];
  const labelSelector = selectorOf(object.value, replicaSets);
  const [pods, events, ...slices] = await Promise.all([
    labelSelector === undefined ? [] : list(`/api/v1${namespace}/pods`, { labelSelector }),
    list(`/api/v1${namespace}/events`),
    ...services.map((name) =>
      list(`/apis/discovery.k8s.io/v1${namespace}/endpointslices`, {
        labelSelector: `kubernetes.io/service-name=${name}`,
      }),
    ),
  ]);
  const loading = pods.filter(isLoading).slice(0, maxLastLines);
  const living = pods.filter((pod) => at(pod, 'metadata', 'deletionTimestamp') === undefined);
  return ok({
    ref,
    object: object.value,
    pods: living,
    nodes: living.some(isUnschedulable) ? await list('/api/v1/nodes') : [],
    events: events.filter((event) => isAbout(event, { ref, object: object.value, pods })),
    lastLines: await lastLinesOf(cluster, { pods: loading, signal }),
    services: services.map((name, index) => ({ name, ready: readyIn(slices[index] ?? []) })),
    elapsedMs,
  });
}

/** One pod says where the model stands; a second one tells whether they go side by side. */
const maxLastLines = 2;

async function lastLinesOf(
  cluster: Ports['cluster'],
  { pods, signal }: { readonly pods: readonly Json[]; readonly signal: AbortSignal | undefined },
): Promise<ReadonlyMap<string, string>> {
  const lines = await Promise.all(
    pods.map(async (pod): Promise<[string, string][]> => {
      const name = textAt(pod, 'metadata', 'name') ?? '';
      const namespace = textAt(pod, 'metadata', 'namespace') ?? '';
      const unready = listAt(pod, 'status', 'containerStatuses').find(
        (status) => at(status, 'ready') !== true,
      );
      const container = textAt(unready, 'name');
      const place = { namespace, pod: name, ...(container !== undefined && { container }) };
      const line = await readLog(cluster, place, { tailLines: 1 }, signal);
      return line === undefined ? [] : [[name, line.trim()]];
    }),
  );
  return new Map(lines.flat());
}

/**
 * Selects the pods of what was applied last: an old replica that crash-loops may be the very reason for
 * this rollout. Undefined until the controller or operator has seen it.
 */
function selectorOf(object: unknown, replicaSets: readonly Json[]): string | undefined {
  switch (textAt(object, 'kind')) {
    case 'LeaderWorkerSet':
      return leaderWorkerSetSelector(textAt(object, 'metadata', 'name') ?? '');
    case 'StatefulSet':
      return isObserved(object) ? statefulSetSelector(object) : undefined;
    case 'RayService': {
      const name = isObserved(object) ? clusterName(object) : undefined;
      return name === undefined ? undefined : `ray.io/cluster=${name}`;
    }
    default:
      return isObserved(object) ? deploymentSelector(object, replicaSets) : undefined;
  }
}

/** While a revision replaces another, only the new one's pods matter. */
function statefulSetSelector(object: unknown): string {
  const { labelSelector } = matchLabels(object);
  const revision = textAt(object, 'status', 'updateRevision');
  const isPartly = at(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') !== undefined;
  return revision === undefined || isPartly
    ? labelSelector
    : `${labelSelector},controller-revision-hash=${revision}`;
}

function deploymentSelector(object: unknown, replicaSets: readonly Json[]): string | undefined {
  const revision = textAt(object, 'metadata', 'annotations', revisionMark);
  const uid = textAt(object, 'metadata', 'uid');
  const current = replicaSets.find(
    (one) =>
      textAt(one, 'metadata', 'annotations', revisionMark) === revision &&
      listAt(one, 'metadata', 'ownerReferences').some((owner) => textAt(owner, 'uid') === uid),
  );
  const hash = textAt(current, 'metadata', 'labels', 'pod-template-hash');
  const { labelSelector } = matchLabels(object);
  return hash === undefined ? undefined : `${labelSelector},pod-template-hash=${hash}`;
}

const revisionMark = 'deployment.kubernetes.io/revision';

function isDeployment(object: unknown): boolean {
  return textAt(object, 'kind') === 'Deployment';
}

function matchLabels(object: unknown): { readonly labelSelector: string } {
  const labels = Object.entries(mapAt(object, 'spec', 'selector', 'matchLabels'));
  return { labelSelector: labels.map(([key, value]) => `${key}=${String(value)}`).join(',') };
}

/** Services of the release that would send requests to this workload's pods. */
function servicesOf({ objects }: Surroundings, object: unknown): readonly string[] {
  const labels = mapAt(object, 'spec', 'template', 'metadata', 'labels');
  return objects
    .filter(({ ref, change }) => ref.kind === 'Service' && change !== 'delete')
    .filter(({ body }) => {
      const selector = Object.entries(mapAt(JSON.parse(body), 'spec', 'selector'));
      return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
    })
    .map(({ ref }) => ref.name);
}

function readyIn(slices: readonly Json[]): number {
  return slices
    .flatMap((slice) => listAt(slice, 'endpoints'))
    .filter((endpoint) => at(endpoint, 'conditions', 'ready') !== false).length;
}

interface Family {
  readonly ref: ObjectRef;
  readonly object: unknown;
  readonly pods: readonly Json[];
}

/** About the workload itself, one of its pods, or what stands between: a ReplicaSet or a RayCluster. */
function isAbout(event: Json, { ref, object, pods }: Family): boolean {
  const name = textAt(event, 'involvedObject', 'name') ?? '';
  switch (textAt(event, 'involvedObject', 'kind')) {
    case 'Pod':
      return pods.some((pod) => textAt(pod, 'metadata', 'name') === name);
    case 'ReplicaSet':
      return name.startsWith(`${ref.name}-`);
    case 'StatefulSet':
      return name === ref.name || name.startsWith(`${ref.name}-`);
    case 'RayCluster':
      return clusterName(object) === name;
    case 'PersistentVolumeClaim':
      return pods.some((pod) => claimsOf(pod).includes(name));
    default:
      return name === ref.name && textAt(event, 'involvedObject', 'kind') === ref.kind;
  }
}

function claimsOf(pod: Json): readonly string[] {
  return listAt(pod, 'spec', 'volumes').flatMap(
    (volume) => textAt(volume, 'persistentVolumeClaim', 'claimName') ?? [],
  );
}
