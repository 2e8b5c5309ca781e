import { failed, ok, type Result } from '../../base/result.ts';
import type { ChoosePod, PodPort } from '../cluster/forward.ts';
import type { Cluster } from '../cluster/ports.ts';
import { readAnswer, type Refusal } from '../cluster/refusal.ts';
import { at, isMap, listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { isPodReady } from '../objects/pod.ts';

/** Where a model is asked: a Service, and the port of it that takes requests. */
export interface Endpoint {
  readonly namespace: string;
  readonly service: string;
  /** The Service's own port, as `kubectl port-forward service/x` takes it. */
  readonly port: number;
  /** Number or name of the port in the pods. */
  readonly targetPort: number | string;
  readonly selector: Json;
}

/** An object of a plan or of a release. */
export interface Placed {
  readonly ref: ObjectRef;
  readonly object: unknown;
}

/**
 * The Service in front of a workload: KubeRay's for a RayService, else the one of these objects that
 * selects its pods. Undefined when there is none, or when it does not exist in the cluster.
 */
export async function findEndpoint(
  cluster: Cluster,
  workload: Placed,
  objects: readonly Placed[],
  signal?: AbortSignal,
): Promise<Result<Endpoint | undefined, Refusal>> {
  const name = serviceNameOf(workload, objects);
  const { namespace } = workload.ref;
  if (name === undefined || namespace === undefined) return ok(undefined);
  const path = `${placeOf(namespace)}/services/${encodeURIComponent(name)}`;
  const answer = readAnswer(await cluster.request({ method: 'GET', path }, signal));
  if (!answer.ok)
    return answer.failure.kind === 'not-found' ? ok(undefined) : failed(answer.failure);
  return ok(endpointOf(namespace, name, answer.value.body));
}

/** A ready pod behind the Service, with the number that its target port has there. */
export function choosePod(cluster: Cluster, endpoint: Endpoint): ChoosePod {
  const { namespace, selector, targetPort } = endpoint;
  const labels = Object.entries(selector).map(([key, value]) => `${key}=${String(value)}`);
  return async () => {
    const answer = readAnswer(
      await cluster.request({
        method: 'GET',
        path: `${placeOf(namespace)}/pods`,
        query: { labelSelector: labels.join(',') },
      }),
    );
    const pods = answer.ok ? listAt(answer.value.body, 'items') : [];
    return pods
      .filter(isReady)
      .map((pod): PodPort | undefined => {
        const port = typeof targetPort === 'number' ? targetPort : portNamed(pod, targetPort);
        const name = textAt(pod, 'metadata', 'name');
        return port === undefined || name === undefined
          ? undefined
          : { namespace, pod: name, port };
      })
      .find((place) => place !== undefined);
  };
}

function placeOf(namespace: string): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
}

/** Source: ray-project/kuberay v1.6.2, ray-operator/controllers/ray/utils/util.go, GenerateServeServiceName. */
function serviceNameOf({ ref, object }: Placed, objects: readonly Placed[]): string | undefined {
  if (ref.kind === 'RayService')
    return textAt(object, 'spec', 'serveService', 'metadata', 'name') ?? `${ref.name}-serve-svc`;
  const labels = podLabels(object);
  return objects.find(
    ({ ref: { kind }, object: service }) => kind === 'Service' && selects(service, labels),
  )?.ref.name;
}

function podLabels(object: unknown): Json {
  const leader = mapAt(object, 'spec', 'leaderWorkerTemplate', 'leaderTemplate');
  const worker = mapAt(object, 'spec', 'leaderWorkerTemplate', 'workerTemplate');
  const name = textAt(object, 'metadata', 'name') ?? '';
  return textAt(object, 'kind') === 'LeaderWorkerSet'
    ? {
        ...mapAt(Object.keys(leader).length > 0 ? leader : worker, 'metadata', 'labels'),
        'leaderworkerset.sigs.k8s.io/name': name,
        'leaderworkerset.sigs.k8s.io/worker-index': '0',
      }
    : mapAt(object, 'spec', 'template', 'metadata', 'labels');
}

function selects(service: unknown, labels: Json): boolean {
  const selector = Object.entries(mapAt(service, 'spec', 'selector'));
  return selector.length > 0 && selector.every(([key, value]) => labels[key] === value);
}

/** The port that is named for HTTP or for Serve, else the first: metrics and dashboards come later. */
function endpointOf(namespace: string, service: string, body: unknown): Endpoint | undefined {
  const ports = listAt(body, 'spec', 'ports').filter(isMap);
  const chosen =
    ports.find((port) => /^(?:http|serve)$/.test(textAt(port, 'name') ?? '')) ?? ports[0];
  const port = numberAt(chosen, 'port');
  if (port === undefined) return undefined;
  const target = at(chosen, 'targetPort');
  const targetPort = typeof target === 'number' || typeof target === 'string' ? target : port;
  return { namespace, service, port, targetPort, selector: mapAt(body, 'spec', 'selector') };
}

function portNamed(pod: unknown, name: string): number | undefined {
  const port = listAt(pod, 'spec', 'containers')
    .flatMap((container) => listAt(container, 'ports'))
    .find((one) => textAt(one, 'name') === name);
  return numberAt(port, 'containerPort');
}

function isReady(pod: unknown): boolean {
  return at(pod, 'metadata', 'deletionTimestamp') === undefined && isPodReady(pod);
}
