import { mapAt, listAt, numberAt } from '../objects/json.ts';
import { podSpecsIn } from '../preflight/needed-secrets.ts';
import type { PlannedObject } from '../plan/planned-object.ts';

const minute = 60_000;

/** A new node takes 2 to 6 minutes to join, and an image of 8 to 15 GB some more to be pulled. */
const nodeAndImageMs = 20 * minute;
/** For loading the model where no startup probe says how long that may take. */
const loadingMs = 20 * minute;

/** How long the rollout may take in all: the pods' own startup budgets on top of node and image. */
export function rolloutBudgetMs(objects: readonly Pick<PlannedObject, 'body'>[]): number {
  const startups = objects.map(({ body }) => startupMs(JSON.parse(body)));
  return nodeAndImageMs + Math.max(loadingMs, ...startups);
}

/** The largest startup budget among the containers: how long a pod may take to load its model. */
export function startupMs(object: unknown): number {
  const probes = podSpecsIn(object)
    .flatMap((spec) => listAt(spec, 'containers'))
    .map((container) => mapAt(container, 'startupProbe'))
    .filter((probe) => Object.keys(probe).length > 0);
  // Defaults of the API: https://kubernetes.io/docs/concepts/workloads/pods/probes/, Kubernetes 1.35.
  const budgets = probes.map(
    (probe) =>
      (numberAt(probe, 'initialDelaySeconds') ?? 0) +
      (numberAt(probe, 'periodSeconds') ?? 10) * (numberAt(probe, 'failureThreshold') ?? 3),
  );
  return Math.max(0, ...budgets) * 1000;
}
