import type { Need } from './access.ts';

/** What following a rollout reads, and what a first request to the service takes. */
export function rolloutNeeds(namespace: string): readonly Need[] {
  const need = (group: string, plural: string, verb: string, subresource?: string): Need => ({
    resource: { group, plural, isNamespaced: true },
    ...{ namespace, verb, isOptional: true },
    ...(subresource !== undefined && { subresource }),
  });
  return [
    need('', 'pods', 'list'),
    need('', 'events', 'list'),
    need('apps', 'replicasets', 'list'),
    need('discovery.k8s.io', 'endpointslices', 'list'),
    need('', 'pods', 'get', 'log'),
    // A WebSocket is opened by GET; Kubernetes 1.35 asks for "create" on top.
    need('', 'pods', 'create', 'portforward'),
  ];
}
