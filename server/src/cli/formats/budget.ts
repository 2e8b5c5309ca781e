import type { RolloutBudget } from '../../deploy/rollout/rollout-budget.ts';

/** `source` says whether the manifest limits a part or we allow for it. */
export function budgetAsJson({ workload, steps, totalMs, parts }: RolloutBudget): object {
  return {
    kind: workload.kind,
    name: workload.name,
    startsPods: steps > 0,
    steps,
    totalSeconds: totalMs / 1000,
    parts: parts.map(({ ms, ...part }) => ({
      ...part,
      seconds: ms / 1000,
      source: part.kind === 'startup-probe' ? 'manifest' : 'allowance',
    })),
  };
}
