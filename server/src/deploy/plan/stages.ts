import { groupOf, type ObjectRef } from '../objects/kube-object.ts';

/** Objects of one stage do not need each other; a later stage needs the earlier ones. */
export const stages = [
  'namespaces',
  'definitions',
  'accounts and configuration',
  'services',
  'workloads',
  'Ray',
  'the rest',
] as const;

export type Stage = (typeof stages)[number];

const byKind: Readonly<Record<string, Stage>> = {
  Namespace: 'namespaces',
  CustomResourceDefinition: 'definitions',
  ServiceAccount: 'accounts and configuration',
  Secret: 'accounts and configuration',
  ConfigMap: 'accounts and configuration',
  PersistentVolume: 'accounts and configuration',
  PersistentVolumeClaim: 'accounts and configuration',
  StorageClass: 'accounts and configuration',
  PriorityClass: 'accounts and configuration',
  NetworkPolicy: 'accounts and configuration',
  ResourceQuota: 'accounts and configuration',
  LimitRange: 'accounts and configuration',
  Role: 'accounts and configuration',
  RoleBinding: 'accounts and configuration',
  ClusterRole: 'accounts and configuration',
  ClusterRoleBinding: 'accounts and configuration',
  Service: 'services',
  DaemonSet: 'workloads',
  Deployment: 'workloads',
  Job: 'workloads',
  LeaderWorkerSet: 'workloads',
  Pod: 'workloads',
  ReplicaSet: 'workloads',
  StatefulSet: 'workloads',
};

export function stageOf({ apiVersion, kind }: ObjectRef): Stage {
  return groupOf(apiVersion) === 'ray.io' ? 'Ray' : (byKind[kind] ?? 'the rest');
}

/** Stable: objects of one stage keep the order in which the chart rendered them. */
export function inStages<Item extends { readonly ref: ObjectRef }>(
  items: readonly Item[],
): readonly Item[] {
  return items.toSorted((a, b) => stages.indexOf(stageOf(a.ref)) - stages.indexOf(stageOf(b.ref)));
}
