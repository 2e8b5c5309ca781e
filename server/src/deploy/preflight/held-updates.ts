import { at, isSame, numberAt, textAt } from '../objects/json.ts';
import type { Problem } from '../plan/problem.ts';
import { check, type Check } from './check.ts';
import type { HeldUpdate } from './findings.ts';
import { startsNewCluster, type Workload } from './pod-moves.ts';

/** Absent for an update that is rolled out by itself, or that touches no pods. */
export function heldUpdate({ ref, live, next }: Workload): HeldUpdate | undefined {
  if (live === undefined || next === undefined) return undefined;
  const changes = (...path: readonly string[]): boolean =>
    !isSame(at(live, 'spec', ...path), at(next, 'spec', ...path));
  switch (ref.kind) {
    case 'StatefulSet': {
      const isHeld = textAt(next, 'spec', 'updateStrategy', 'type') === 'OnDelete';
      const hasPods = numberAt(live, 'spec', 'replicas') !== 0;
      return isHeld && hasPods && changes('template') ? { how: 'on-delete' } : undefined;
    }
    case 'RayService': {
      const isHeld = textAt(next, 'spec', 'upgradeStrategy', 'type') === 'None';
      const cluster = textAt(live, 'status', 'activeServiceStatus', 'rayClusterName') ?? '';
      const config = (one: unknown): unknown => at(one, 'spec', 'rayClusterConfig');
      return isHeld && cluster !== '' && startsNewCluster(config(live), config(next))
        ? { how: 'no-upgrade', cluster }
        : undefined;
    }
    default:
      return undefined;
  }
}

/** Said with the plan, because a rollout of such an update is over at once and nothing has changed. */
export function checkHeldUpdates(workloads: readonly Workload[]): Check | undefined {
  const problems = workloads.flatMap((workload): Problem[] => {
    const held = heldUpdate(workload);
    return held === undefined ? [] : [{ kind: 'update-held', ref: workload.ref, held }];
  });
  return problems.length === 0 ? undefined : check('held-updates', problems);
}
