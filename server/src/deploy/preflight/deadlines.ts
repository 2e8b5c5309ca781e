import { numberAt } from '../objects/json.ts';
import { startupMs } from '../rollout/startup-budget.ts';
import type { Problem } from '../plan/problem.ts';
import { check, type Check } from './check.ts';
import type { Workload } from './pod-moves.ts';

/** What Kubernetes takes when a Deployment does not say, in seconds. */
const usualDeadline = 600;

/** A Deployment is marked as failed at its progress deadline, also while its pods still load the model. */
export function checkDeadlines(workloads: readonly Workload[]): Check | undefined {
  const deployments = workloads.filter(
    ({ ref, next }) => ref.kind === 'Deployment' && next !== undefined,
  );
  if (deployments.length === 0) return undefined;
  const problems = deployments.flatMap(({ ref, next }): Problem[] => {
    const deadline = numberAt(next, 'spec', 'progressDeadlineSeconds') ?? usualDeadline;
    const startup = Math.ceil(startupMs(next) / 1000);
    return startup > deadline ? [{ kind: 'deadline-too-short', ref, deadline, startup }] : [];
  });
  return check('deadlines', problems);
}
