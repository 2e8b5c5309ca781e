/**
 * Helm's order of deletion: what routes requests before what serves them, and what is needed last.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/release/v1/util/kind_sorter.go.
 */
const order: readonly string[] = [
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'APIService',
  'Ingress',
  'IngressClass',
  'Service',
  'CronJob',
  'Job',
  'StatefulSet',
  'HorizontalPodAutoscaler',
  'Deployment',
  'ReplicaSet',
  'ReplicationController',
  'Pod',
  'DaemonSet',
  'RoleBindingList',
  'RoleBinding',
  'RoleList',
  'Role',
  'ClusterRoleBindingList',
  'ClusterRoleBinding',
  'ClusterRoleList',
  'ClusterRole',
  'CustomResourceDefinition',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'ConfigMap',
  'SecretList',
  'Secret',
  'ServiceAccount',
  'PodDisruptionBudget',
  'PodSecurityPolicy',
  'LimitRange',
  'ResourceQuota',
  'NetworkPolicy',
  'Namespace',
  'PriorityClass',
];

/** Stable; kinds that Helm does not know come last, by name. */
export function inUninstallOrder<Item extends { readonly ref: { readonly kind: string } }>(
  items: readonly Item[],
): readonly Item[] {
  return items.toSorted(({ ref: one }, { ref: other }) => {
    const difference = rank(one.kind) - rank(other.kind);
    if (difference !== 0 || one.kind === other.kind) return difference;
    return one.kind < other.kind ? -1 : 1;
  });
}

function rank(kind: string): number {
  const found = order.indexOf(kind);
  return found < 0 ? order.length : found;
}
