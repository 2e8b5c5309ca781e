import { assertNever } from '../../base/assert-never.ts';
import type { Problem } from '../plan/problem.ts';
import type { OutOfRange } from '../preflight/findings.ts';
import type { Excess } from '../preflight/findings.ts';
import { sayAmount, sayNumber } from './amount.ts';
import { nameObject } from './object-name.ts';

type QuotaProblem = Extract<
  Problem,
  { kind: 'quota-exceeded' | 'quota-stops-upgrade' | 'quota-needs-amount' | 'out-of-range' }
>;

/** What the namespace's own limits do not allow. */
export function sayQuota(problem: QuotaProblem): string {
  switch (problem.kind) {
    case 'quota-exceeded':
      return `${sayExcess(problem.excess)}, so not everything is created. Raise the quota, free some, or ask for less.`;
    case 'quota-stops-upgrade': {
      const { workload, how, excess } = problem;
      const cure =
        how === 'surge'
          ? 'Set maxSurge to 0 and maxUnavailable to 1, or the strategy to Recreate'
          : 'Raise the quota for the time of the upgrade, or change only serveConfigV2';
      return `The update of ${nameObject(workload)} will not get on: while its old pods run, ${lower(sayExcess(excess))}. ${cure}.`;
    }
    case 'quota-needs-amount':
      return `ResourceQuota ${problem.quota} counts ${problem.resource}, so the pods of ${nameObject(problem.workload)} are not created while one of their containers does not say how much of it. Set it on every container.`;
    case 'out-of-range':
      return sayOutOfRange(problem.found);
    default:
      return assertNever(problem);
  }
}

function sayExcess({ quota, resource, hard, used, added }: Excess): string {
  return `ResourceQuota ${quota} allows ${sayAmount(resource, hard)}, of which ${sayNumber(resource, used)} are used, and the plan adds ${sayNumber(resource, added)}`;
}

function lower(sentence: string): string {
  return sentence.replace(/^ResourceQuota/, 'the ResourceQuota');
}

function sayOutOfRange({
  range,
  workload,
  container,
  resource,
  what,
  asked,
  bound,
}: OutOfRange): string {
  const who = container === undefined ? 'The pod' : `Container ${container}`;
  const refused = `so the pods of ${nameObject(workload)} are not created`;
  switch (what) {
    case 'below-min':
      return `${who} asks for ${sayAmount(resource, asked)}, and LimitRange ${range} wants at least ${sayNumber(resource, bound)}, ${refused}. Ask for more.`;
    case 'above-max':
      return `${who} asks for ${sayAmount(resource, asked)}, and LimitRange ${range} allows ${sayNumber(resource, bound)}, ${refused}. Ask for less, or have the LimitRange changed.`;
    case 'above-default-limit':
      return `${who} asks for ${sayAmount(resource, asked)} and states no limit; LimitRange ${range} fills in a limit of ${sayNumber(resource, bound)}, which is less, ${refused}. State a limit.`;
    default:
      return assertNever(what);
  }
}
