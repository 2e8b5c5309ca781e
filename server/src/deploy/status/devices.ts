import { acceleratorOfResource } from '../../catalog/accelerator.ts';
import { isMap, listAt, mapAt, numberAt, textAt, type Json } from '../objects/json.ts';
import type { DeviceCount, ReplicaCount } from './release-summary.ts';

/** Accelerator devices that the pods of a workload ask for in all, when every replica is there. */
export function devicesOf(workload: Json): readonly DeviceCount[] {
  const total = new Map<string, number>();
  for (const { spec, pods } of templatesOf(workload))
    for (const container of listAt(spec, 'containers'))
      for (const [resource, amount] of Object.entries(mapAt(container, 'resources', 'limits')))
        if (acceleratorOfResource(resource) !== undefined)
          total.set(resource, (total.get(resource) ?? 0) + pods * (Number(amount) || 0));
  return [...total]
    .filter(([, count]) => count > 0)
    .map(([resource, count]) => ({ resource, count }));
}

interface PodTemplate {
  readonly spec: Json;
  /** How many pods are made from it. */
  readonly pods: number;
}

function templatesOf(workload: Json): readonly PodTemplate[] {
  const replicas = numberAt(workload, 'spec', 'replicas') ?? 1;
  switch (workload['kind']) {
    case 'RayService':
      return rayTemplates(mapAt(workload, 'spec', 'rayClusterConfig'));
    case 'LeaderWorkerSet': {
      const group = mapAt(workload, 'spec', 'leaderWorkerTemplate');
      const worker = mapAt(group, 'workerTemplate', 'spec');
      const leader = isMap(group['leaderTemplate'])
        ? mapAt(group, 'leaderTemplate', 'spec')
        : worker;
      const workers = (numberAt(group, 'size') ?? 1) - 1;
      return [
        { spec: leader, pods: replicas },
        { spec: worker, pods: replicas * workers },
      ];
    }
    default:
      return [{ spec: mapAt(workload, 'spec', 'template', 'spec'), pods: replicas }];
  }
}

function rayTemplates(cluster: Json): readonly PodTemplate[] {
  const head = { spec: mapAt(cluster, 'headGroupSpec', 'template', 'spec'), pods: 1 };
  const groups = listAt(cluster, 'workerGroupSpecs').map((group) => ({
    spec: mapAt(group, 'template', 'spec'),
    pods: (numberAt(group, 'replicas') ?? 1) * (numberAt(group, 'numOfHosts') ?? 1),
  }));
  return [head, ...groups];
}

/** Of a RayService these are its Ray workers, as its operator counts them. */
export function replicasOf(workload: Json): ReplicaCount {
  const count = (...path: readonly string[]): number => numberAt(workload, 'status', ...path) ?? 0;
  if (workload['kind'] !== 'RayService')
    return { ready: count('readyReplicas'), wanted: numberAt(workload, 'spec', 'replicas') ?? 1 };
  const lane = ['activeServiceStatus', 'rayClusterStatus'];
  const active = textAt(workload, 'status', 'activeServiceStatus', 'rayClusterName') ?? '';
  return active === ''
    ? { ready: 0, wanted: wantedWorkers(workload) }
    : {
        ready: count(...lane, 'readyWorkerReplicas'),
        wanted: count(...lane, 'desiredWorkerReplicas'),
      };
}

function wantedWorkers(rayService: Json): number {
  return rayTemplates(mapAt(rayService, 'spec', 'rayClusterConfig'))
    .slice(1)
    .reduce((sum, { pods }) => sum + pods, 0);
}
