import { mapAt, numberAt } from '../objects/json.ts';
import { isObserved, type Progress, type Snapshot } from './snapshot.ts';

/**
 * Ready when the deployment controller has seen this generation, every replica is of it and available,
 * no old one is left, and each Service in front has a ready endpoint.
 */
export function judgeDeployment({ object, services }: Snapshot): Progress {
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1;
  const status = mapAt(object, 'status');
  if (!isObserved(object)) return { isReady: false, message: 'waiting for the controller' };
  const count = (field: string): number => numberAt(status, field) ?? 0;
  const updated = count('updatedReplicas');
  const available = Math.min(count('availableReplicas'), count('readyReplicas'));
  const old = count('replicas') - updated;
  if (updated < wanted)
    return { isReady: false, message: `${updated} of ${wanted} replicas created` };
  if (old > 0) return { isReady: false, message: `${old} old replicas to go` };
  if (available < wanted)
    return { isReady: false, message: `${available} of ${wanted} replicas ready` };
  const silent = services.find(({ ready }) => ready === 0);
  if (wanted > 0 && silent !== undefined)
    return { isReady: false, message: `Service ${silent.name} has no ready endpoint yet` };
  return { isReady: true, message: `${available} of ${wanted} replicas ready` };
}
