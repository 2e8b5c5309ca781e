import type { BudgetPart } from './budget-part.ts';
import { partMs, type RolloutBudget } from './rollout-budget.ts';
import { phaseOfPart, type Phase } from './rollout-phase.ts';

/** Where the time of a workload went. */
export type SpentTime = ReadonlyMap<Phase, number>;

/** The phase that took the most beyond what it was given. */
export interface Exceeded {
  readonly phase: Phase;
  readonly spentMs: number;
  /** Absent when the budget had nothing for this phase. */
  readonly part?: BudgetPart;
  readonly givenMs: number;
}

export function spend(spent: SpentTime, phase: Phase, ms: number): SpentTime {
  return new Map(spent).set(phase, (spent.get(phase) ?? 0) + ms);
}

/** Absent while nothing was spent. */
export function findExceeded(budget: RolloutBudget, spent: SpentTime): Exceeded | undefined {
  const phases = [...spent].map(([phase, spentMs]): Exceeded => {
    const part = budget.parts.find((one) => phaseOfPart(one) === phase);
    return part === undefined
      ? { phase, spentMs, givenMs: 0 }
      : { phase, spentMs, part, givenMs: partMs(budget, part) };
  });
  return phases.toSorted((a, b) => excessOf(b) - excessOf(a))[0];
}

function excessOf({ spentMs, givenMs }: Exceeded): number {
  return spentMs - givenMs;
}
