import { isMap, listAt, textAt, type Json } from '../objects/json.ts';
import type { Cluster } from '../cluster/ports.ts';
import { readAnswer } from '../cluster/refusal.ts';
import type { Right } from './check.ts';

/** What a look at the cluster came to. Only `found` and `absent` are knowledge. */
export type Look<Found> =
  | { readonly kind: 'found'; readonly value: Found }
  /** Nothing of that name, or the cluster does not serve the kind. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-permitted'; readonly right: Right }
  /** The server failed or did not answer: not known, and no reason to end the plan. */
  | { readonly kind: 'unanswered' };

/** The cluster as the preflights of one plan see it: each list is asked for once, when it is first needed. */
export interface World {
  list(list: ListName): Promise<Look<readonly Json[]>>;
  /** Of the namespace of the release, or of the one that is named. */
  get(kind: GetName, name: string, namespace?: string): Promise<Look<Json>>;
}

interface Place {
  readonly path: string;
  /** As access rules name it. */
  readonly resource: string;
  readonly isNamespaced?: boolean;
  readonly query?: Readonly<Record<string, string>>;
}

const lists = {
  nodes: { path: '/api/v1/nodes', resource: 'nodes' },
  // A pod that has ended holds nothing any more.
  pods: {
    path: '/api/v1/pods',
    resource: 'pods',
    query: { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' },
  },
  deployments: { path: '/apis/apps/v1/deployments', resource: 'deployments.apps' },
  nodePools: { path: '/apis/karpenter.sh/v1/nodepools', resource: 'nodepools.karpenter.sh' },
  priorityClasses: {
    path: '/apis/scheduling.k8s.io/v1/priorityclasses',
    resource: 'priorityclasses.scheduling.k8s.io',
  },
  storageClasses: {
    path: '/apis/storage.k8s.io/v1/storageclasses',
    resource: 'storageclasses.storage.k8s.io',
  },
  leases: { path: '/apis/coordination.k8s.io/v1/leases', resource: 'leases.coordination.k8s.io' },
  autoscalers: {
    path: '/apis/autoscaling/v2/…/horizontalpodautoscalers',
    resource: 'horizontalpodautoscalers.autoscaling',
    isNamespaced: true,
  },
  quotas: { path: '/api/v1/…/resourcequotas', resource: 'resourcequotas', isNamespaced: true },
  limitRanges: { path: '/api/v1/…/limitranges', resource: 'limitranges', isNamespaced: true },
} as const satisfies Readonly<Record<string, Place>>;

const gets = {
  configMap: { path: '/api/v1/…/configmaps', resource: 'configmaps', isNamespaced: true },
  secret: { path: '/api/v1/…/secrets', resource: 'secrets', isNamespaced: true },
  serviceAccount: {
    path: '/api/v1/…/serviceaccounts',
    resource: 'serviceaccounts',
    isNamespaced: true,
  },
  claim: {
    path: '/api/v1/…/persistentvolumeclaims',
    resource: 'persistentvolumeclaims',
    isNamespaced: true,
  },
  priorityClass: lists.priorityClasses,
  runtimeClass: {
    path: '/apis/node.k8s.io/v1/runtimeclasses',
    resource: 'runtimeclasses.node.k8s.io',
  },
} as const satisfies Readonly<Record<string, Place>>;

export type ListName = keyof typeof lists;
export type GetName = keyof typeof gets;

export function lookAround(cluster: Cluster, namespace: string, signal?: AbortSignal): World {
  const asked = new Map<string, Promise<Look<unknown>>>();
  const ask = (
    place: Place,
    verb: string,
    name?: string,
    other?: string,
  ): Promise<Look<unknown>> => {
    const where = other ?? namespace;
    const path = [
      place.path.replace('…', `namespaces/${encodeURIComponent(where)}`),
      ...(name === undefined ? [] : [encodeURIComponent(name)]),
    ].join('/');
    const look = asked.get(path) ?? lookAt(path);
    asked.set(path, look);
    return look;

    async function lookAt(path: string): Promise<Look<unknown>> {
      const query = name === undefined && place.query !== undefined ? { query: place.query } : {};
      const answer = readAnswer(await cluster.request({ method: 'GET', path, ...query }, signal));
      if (answer.ok) return { kind: 'found', value: answer.value.body };
      if (answer.failure.kind === 'not-found') return { kind: 'absent' };
      if (answer.failure.kind !== 'forbidden') return { kind: 'unanswered' };
      const isNamespaced = place.isNamespaced === true;
      const right = { verb, resource: place.resource, ...(isNamespaced && { namespace: where }) };
      return { kind: 'not-permitted', right };
    }
  };
  return {
    list: async (name) => {
      const look = await ask(lists[name], 'list');
      return look.kind === 'found'
        ? { kind: 'found', value: listAt(look.value, 'items').filter(isMap) }
        : look;
    },
    get: async (kind, name, other) => {
      const look = await ask(gets[kind], 'get', name, other);
      if (look.kind !== 'found') return look;
      return isMap(look.value) ? { kind: 'found', value: look.value } : { kind: 'unanswered' };
    },
  };
}

/** The rights that these looks lacked, each once. */
export function rightsMissing(looks: readonly Look<unknown>[]): readonly Right[] {
  const rights = looks.flatMap((look) => (look.kind === 'not-permitted' ? [look.right] : []));
  return [...new Map(rights.map((right) => [JSON.stringify(right), right])).values()];
}

/** `namespace/name`, or the name alone. */
export function nameOfLive(object: unknown): string {
  const name = textAt(object, 'metadata', 'name') ?? '';
  const namespace = textAt(object, 'metadata', 'namespace');
  return namespace === undefined ? name : `${namespace}/${name}`;
}
