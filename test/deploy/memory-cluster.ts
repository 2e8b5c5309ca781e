import { ok } from '../../server/src/base/result.ts';
import { isMap, mapAt, textAt, type Json } from '../../server/src/deploy/objects/json.ts';
import type { ApiAnswer, ApiRequest, Cluster } from '../../server/src/deploy/cluster/ports.ts';
import { recordedShapes, shapeOf } from './request-shape.ts';
import { unrecorded } from './unrecorded.ts';

/** Decides on a request before the cluster sees it; undefined lets it through. */
export type Fault = (request: ApiRequest) => ApiAnswer | undefined;

export interface MemoryCluster extends Cluster {
  /** By path. */
  readonly objects: Map<string, Json>;
  /** Every request that could have written, in order: `PATCH /apis/…`. */
  readonly writes: string[];
  /** Called before each request; may change what is to come. */
  fault: Fault;
}

const recorded = recordedShapes();

/**
 * A cluster that keeps whole objects and knows nothing of merging: enough for the order of writes, the
 * release protocol and what happens when requests fail. What the real server makes of an apply is in
 * the recordings, and a request of a shape that is in none of them is a mistake here.
 */
export function memoryCluster(): MemoryCluster {
  const objects = new Map<string, Json>();
  const writes: string[] = [];
  let version = 0;
  const store = (path: string, object: Json): Json => {
    const old = mapAt(objects.get(path), 'metadata');
    const stamps = { uid: old['uid'] ?? `uid-${path}`, resourceVersion: String(++version) };
    const stored = { ...object, metadata: { ...mapAt(object, 'metadata'), ...stamps } };
    objects.set(path, stored);
    return stored;
  };
  const act = ({ method, path, query = {}, body }: ApiRequest): ApiAnswer => {
    const sent = body === undefined ? {} : (JSON.parse(body) as Json);
    const found = objects.get(path);
    const isDryRun = query['dryRun'] === 'All';
    if (method !== 'GET' && !isDryRun && !path.includes('/selfsubject'))
      writes.push(`${method} ${path}`);
    if (method === 'GET' && query['labelSelector'] !== undefined) {
      const items = [...objects]
        .filter(([key]) => isIn(key, path))
        .map(([, one]) => one)
        .filter((one) => isSelected(one, query['labelSelector'] ?? ''));
      return answered(200, { items });
    }
    if (method === 'GET') return found === undefined ? missing(path) : answered(200, found);
    if (method === 'DELETE') return objects.delete(path) ? answered(200, {}) : missing(path);
    if (path.endsWith('rulesreviews')) return answered(201, { status: { resourceRules: [] } });
    if (path.includes('accessreviews')) return answered(201, { status: { allowed: true } });
    if (method === 'POST') {
      const created = `${path}/${textAt(sent, 'metadata', 'name') ?? ''}`;
      if (objects.has(created))
        return answered(409, { reason: 'AlreadyExists', message: 'already exists' });
      return answered(201, store(created, sent));
    }
    return answered(200, isDryRun ? sent : store(path, sent));
  };
  const cluster: MemoryCluster = {
    target: {
      kubeconfigs: ['/kubeconfig'],
      context: 'test',
      server: 'https://test',
      user: 'me',
      namespace: 'default',
      fingerprint: 'f',
      isUnverified: false,
    },
    objects,
    writes,
    fault: () => undefined,
    request: (request, signal) => {
      const shape = shapeOf(request);
      if (!recorded.has(shape) && !Object.hasOwn(unrecorded, shape))
        throw new Error(
          `No exchange with a real API server is recorded for ${shape}. Add it to a scenario and record it, or to unrecorded.ts with the reason.`,
        );
      if (signal?.aborted === true) return Promise.resolve({ kind: 'cancelled' });
      return Promise.resolve(cluster.fault(request) ?? act(request));
    },
    stream: () => Promise.resolve({ kind: 'unreachable', reason: 'no streams', wasSent: false }),
    forward: () => Promise.reject(new Error('nothing runs behind this cluster')),
    reread: () => Promise.resolve(ok(cluster.target)),
    close: () => Promise.resolve(),
  };
  objects.set('/version', { gitVersion: 'v1.35.4' });
  objects.set('/api/v1', kinds({ Service: 'services', ConfigMap: 'configmaps' }));
  objects.set('/apis/apps/v1', kinds({ Deployment: 'deployments' }));
  objects.set('/api/v1/namespaces/kube-system', { metadata: { uid: 'cluster' } });
  objects.set('/api/v1/namespaces/models', {
    metadata: { uid: 'models' },
    status: { phase: 'Active' },
  });
  return cluster;
}

export function answered(status: number, body: unknown, retryAfterSeconds?: number): ApiAnswer {
  const isText = !isMap(body);
  return {
    ...{ kind: 'answered', status, body: isText ? String(body) : body, warnings: [] },
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** A collection of one namespace, or of all of them: `/api/v1/secrets`. */
function isIn(key: string, collection: string): boolean {
  const [, root = '', plural = ''] = /^(.*)\/([a-z]+)$/.exec(collection) ?? [];
  if (collection.includes('/namespaces/')) return key.startsWith(`${collection}/`);
  return key.startsWith(`${root}/namespaces/`) && key.split('/').at(-2) === plural;
}

function isSelected(object: Json, selector: string): boolean {
  const labels = mapAt(object, 'metadata', 'labels');
  return selector.split(',').every((term) => {
    const [, key = '', operator, value] = /^([^!=]+)(!?=)(.*)$/.exec(term) ?? [];
    return (labels[key] === value) === (operator === '=');
  });
}

function missing(path: string): ApiAnswer {
  return answered(404, { message: `${path} not found` });
}

function kinds(plurals: Readonly<Record<string, string>>): Json {
  return {
    resources: Object.entries(plurals).map(([kind, name]) => ({ kind, name, namespaced: true })),
  };
}
