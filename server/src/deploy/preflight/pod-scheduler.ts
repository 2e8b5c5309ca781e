import { at, numberAt, textAt } from '../objects/json.ts';
import type { Problem } from '../plan/problem.ts';
import type { Check } from './check.ts';
import type { PodGroup } from './pod-groups.ts';
import { nameOfLive, rightsMissing, type World } from './world.ts';

/** Schedulers that no Deployment of the cluster runs: the control plane's own, and those of a provider. */
const outside = /^(default-scheduler|fargate-scheduler|gke\..*)$/;

/**
 * Pods that name another scheduler stay Pending, without an event, when it does not run. Signs of it
 * are a Deployment or a lease of its name, or a pod that it has bound.
 */
export async function checkScheduler(
  world: World,
  groups: readonly PodGroup[],
): Promise<Check | undefined> {
  const named = groups.filter(({ pod }) => !outside.test(schedulerOf(pod)));
  if (named.length === 0) return undefined;
  const [deployments, pods] = await Promise.all([world.list('deployments'), world.list('pods')]);
  const looks = [deployments, pods];
  if (deployments.kind !== 'found')
    return { preflight: 'scheduler', problems: [], missing: rightsMissing(looks) };
  const problems: Problem[] = [];
  for (const scheduler of new Set(named.map(({ pod }) => schedulerOf(pod)))) {
    const { workload } = named.find(({ pod }) => schedulerOf(pod) === scheduler) ?? {};
    if (workload === undefined) continue;
    const running = deployments.value.filter((one) =>
      (textAt(one, 'metadata', 'name') ?? '').includes(scheduler),
    );
    if (running.some((one) => (numberAt(one, 'status', 'readyReplicas') ?? 0) > 0)) continue;
    if (running.length > 0) {
      problems.push({
        ...{ kind: 'scheduler-not-ready', scheduler, workload },
        deployments: running.map(nameOfLive),
      });
      continue;
    }
    const leases = await world.list('leases');
    looks.push(leases);
    const isKnown =
      leases.kind !== 'found' ||
      leases.value.some((lease) => textAt(lease, 'metadata', 'name') === scheduler) ||
      pods.kind !== 'found' ||
      pods.value.some(
        (pod) => schedulerOf(pod) === scheduler && textAt(pod, 'spec', 'nodeName') !== undefined,
      );
    if (!isKnown) problems.push({ kind: 'scheduler-missing', scheduler, workload });
  }
  return { preflight: 'scheduler', problems, missing: rightsMissing(looks) };
}

function schedulerOf(pod: unknown): string {
  const name = at(pod, 'spec', 'schedulerName');
  return typeof name === 'string' && name !== '' ? name : 'default-scheduler';
}
