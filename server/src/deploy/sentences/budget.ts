import { assertNever } from '../../base/assert-never.ts';
import type { BudgetPart } from '../rollout/budget-part.ts';
import type { RolloutBudget } from '../rollout/rollout-budget.ts';
import type { RolloutProgress } from '../rollout/rollout.ts';
import type { Phase } from '../rollout/rollout-phase.ts';
import type { Exceeded } from '../rollout/spent-time.ts';
import { sayCause } from './cause.ts';
import { listInWords, nameObject } from './object-name.ts';

/**
 * How long the plan may take until all of it is ready; undefined when it starts no pods. What nobody
 * can know is called allowed: only a probe is a limit that somebody set.
 */
export function sayBudget(budgets: readonly RolloutBudget[]): string | undefined {
  const starting = budgets.filter(({ steps }) => steps > 0);
  const [longest] = starting.toSorted((a, b) => b.totalMs - a.totalMs);
  if (longest === undefined) return undefined;
  const { workload, parts, steps, totalMs } = longest;
  const told = parts.toReversed();
  const limits = told.filter(({ kind }) => kind === 'startup-probe');
  const allowed = told.filter(({ kind }) => kind !== 'startup-probe');
  const which = starting.length === 1 ? '' : ` (${nameObject(workload)} takes longest)`;
  const clauses = [
    ...limits.map(sayPart),
    `allowed for ${listInWords(allowed.map(sayPart))}`,
    ...(steps === 1 ? [] : [`all but the node ${steps} times, because pods start in turn`]),
  ];
  return `Ready within about ${minutes(totalMs)}${which}: ${clauses.join('; ')}.`;
}

/** A line for as long as it is waited for: `Deployment llama: 0 of 1 replicas ready (4 of about 50 min)` */
export function sayProgress({ workload, message, causes, time }: RolloutProgress): string {
  const passed =
    time === undefined
      ? ''
      : ` (${Math.floor(time.elapsedMs / minute)} of about ${minutes(time.budgetMs)})`;
  const line = `${nameObject(workload)}: ${message}${passed}`;
  return causes.length === 0 ? line : `${line}. ${causes.map(sayCause).join(' ')}`;
}

/** What took longer than it was given; a sentence. */
export function sayExceeded({ phase, spentMs, part, givenMs }: Exceeded): string {
  const took = `${phases[phase]} took ${minutes(spentMs)}`;
  if (part === undefined) return `${took}, which the budget does not count.`;
  return part.kind === 'startup-probe'
    ? `${took}; the startup probe of ${part.container} gives ${minutes(givenMs)}.`
    : `${took}; ${minutes(givenMs)} were allowed for it.`;
}

const phases: Readonly<Record<Phase, string>> = {
  controller: 'Waiting for the first pod',
  node: 'Waiting for a node',
  image: 'Pulling the image',
  preparation: 'Running the init containers',
  startup: 'Starting',
};

function sayPart(part: BudgetPart): string {
  const time = minutes(part.ms);
  switch (part.kind) {
    case 'node':
      return `a new node, if needed, ${time}`;
    case 'image':
      return `image pull ${time}`;
    case 'preparation':
      return `init containers ${time}`;
    case 'loading':
      return `loading the model ${time} (no startup probe limits it)`;
    case 'startup-probe':
      return `startup probe of ${part.container} ${time}`;
    default:
      return assertNever(part);
  }
}

const minute = 60_000;

function minutes(ms: number): string {
  return `${Math.ceil(ms / minute)} min`;
}
