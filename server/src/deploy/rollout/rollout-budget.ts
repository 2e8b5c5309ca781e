import { listAt, textAt } from '../objects/json.ts';
import type { ObjectRef } from '../objects/kube-object.ts';
import { podSpecsIn } from '../preflight/needed-secrets.ts';
import type { Workload } from '../preflight/pod-moves.ts';
import type { BudgetPart } from './budget-part.ts';
import { stepsOf } from './rollout-steps.ts';
import { startupOf } from './startup-budget.ts';

/** How long a workload may take until it is ready, and of what that is made. */
export interface RolloutBudget {
  readonly workload: ObjectRef;
  /** In the order in which a pod goes through them. */
  readonly parts: readonly BudgetPart[];
  /** So many times pods are started one after the other; 0 when the plan leaves them as they are. */
  readonly steps: number;
  readonly totalMs: number;
}

const minute = 60_000;

/** A node of Karpenter or of a node group takes 2 to 6 minutes to join. */
const nodeMs = 6 * minute;
/** 15 GB, as images of vLLM and Neuron have them, at 20 MB/s. Kubernetes sets a pull no limit. */
const imageMs = 14 * minute;
/** Init containers install packages or fetch weights, and nothing limits them. */
const preparationMs = 10 * minute;

/** What a workload may take, by its manifest as the API server reads it. */
export function rolloutBudget(workload: Workload): RolloutBudget {
  const { ref, next } = workload;
  const specs = podSpecsIn(next);
  const prepares = specs.some((spec) =>
    listAt(spec, 'initContainers').some((one) => textAt(one, 'restartPolicy') !== 'Always'),
  );
  const parts: readonly BudgetPart[] = [
    // Also where the plan found room: it may be gone when the pods come.
    { kind: 'node', ms: nodeMs },
    { kind: 'image', ms: imageMs },
    ...(prepares ? [{ kind: 'preparation', ms: preparationMs } as const] : []),
    startupOf(specs, ref.kind),
  ];
  const steps = stepsOf(workload);
  const totalMs = parts.reduce((sum, part) => sum + partMs({ steps }, part), 0);
  return { workload: ref, parts, steps, totalMs };
}

/**
 * Nodes come for all pods at once; everything else is gone through at each step. Pods that the plan
 * leaves alone may still be on their way from an earlier deployment.
 */
export function partMs({ steps }: Pick<RolloutBudget, 'steps'>, { kind, ms }: BudgetPart): number {
  return kind === 'node' ? ms : ms * Math.max(steps, 1);
}
