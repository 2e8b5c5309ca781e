import { assertNever } from '../../base/assert-never.ts';
import type { ApplyOutcome, Partly } from '../apply/apply.ts';
import type { ManifestFault } from '../objects/manifest.ts';
import type { Plan, PlanFailure } from '../plan/plan.ts';
import type { PlannedObject } from '../plan/planned-object.ts';
import type { RolloutOutcome } from '../rollout/rollout.ts';
import type { ServingOutcome } from '../serving/serve.ts';
import type { Change } from '../apply/staleness.ts';
import type { Target } from '../cluster/target.ts';
import { sayCommand } from './ask.ts';
import { sayExceeded } from './budget.ts';
import { sayCause } from './cause.ts';
import { sayConnectFailure } from './connect-failure.ts';
import { count, listInWords, nameObject, nameObjects } from './object-name.ts';
import { sayProblem } from './problem.ts';
import { sayRefusal } from './refusal.ts';
import { saySmoke } from './smoke.ts';

export function sayPlanFailure(failure: PlanFailure, target: Target): string {
  return failure.kind === 'refused' ? sayRefusal(failure.refusal, target) : sayFault(failure.fault);
}

/** The one sentence of the confirmation: what, how much, and where to. */
export function sayPlan({ release, target, objects, rollbackTo }: Plan): string {
  const counts = (['create', 'change', 'delete', 'unchanged'] as const).flatMap((change) => {
    const amount = objects.filter((object) => countedAs(object) === change).length;
    return amount === 0 ? [] : [`${amount} ${verbs[change]}`];
  });
  const what = rollbackTo === undefined ? '' : ` back to revision ${rollbackTo.revision}`;
  return `Release ${release.name} in namespace ${release.namespace} of context ${target.context} (${target.server})${what}: ${listInWords(counts) || 'no objects'}.`;
}

/** What the dry run of one object has to say beyond its change; undefined when nothing. */
export function sayRemark({ waitsFor, takes, handOver }: PlannedObject): string | undefined {
  if (waitsFor === 'namespace') return 'Not checkable until its namespace exists.';
  if (waitsFor === 'definition') return 'Not checkable until its kind is defined.';
  const remarks = [...sayHandOver(handOver), ...sayTaken(takes)];
  return remarks.length === 0 ? undefined : remarks.join(' ');
}

function sayTaken(takes: PlannedObject['takes']): readonly string[] {
  if (takes.length === 0) return [];
  const from = takes.some(({ manager }) => manager === 'kuberay')
    ? 'back from the KubeRay operator'
    : "over from Helm's client-side apply";
  return [`Takes ${listInWords(takes.map(({ field }) => field))} ${from}.`];
}

function sayHandOver(handOver: PlannedObject['handOver']): readonly string[] {
  if (handOver === undefined) return [];
  const { removes } = handOver;
  const left = removes.length - shownRemovals;
  const names = left > 1 ? [...removes.slice(0, shownRemovals), `${left} more`] : removes;
  const what =
    removes.length === 0 ? '' : ` and removes what the chart no longer sets: ${listInWords(names)}`;
  return [`Takes all fields over from Helm's client-side apply${what}.`];
}

/** The comparison shows every one; this tells what it is about. */
const shownRemovals = 4;

export function sayApplyOutcome(outcome: ApplyOutcome, plan: Plan): string {
  const { release, target } = plan;
  switch (outcome.kind) {
    case 'applied':
      return outcome.written.length === 0
        ? `Nothing to change: release ${release.name} is as planned (revision ${outcome.revision}).`
        : `Release ${release.name} revision ${outcome.revision}: wrote ${count(outcome.written.length, 'object')}.`;
    case 'blocked':
      return `Nothing was written. ${outcome.problems.map((problem) => sayProblem(problem, target)).join(' ')}`;
    case 'stale':
      return `Nothing was written, because the plan is out of date: ${listInWords(outcome.changes.map(sayChange))}. Plan again.`;
    case 'failed': {
      const at = outcome.at === undefined ? '' : `${nameObject(outcome.at)}: `;
      return `${at}${sayRefusal(outcome.refusal, target)} ${sayPartly(outcome, plan)}`;
    }
    case 'cancelled':
      return `Cancelled. ${sayPartly(outcome, plan)}`;
    default:
      return assertNever(outcome);
  }
}

export function sayRolloutOutcome(outcome: RolloutOutcome, { target }: Plan): string {
  switch (outcome.kind) {
    case 'ready':
      return outcome.workloads.length === 0
        ? 'Nothing to wait for.'
        : `${nameObjects(outcome.workloads)} ${outcome.workloads.length === 1 ? 'is' : 'are'} ready.`;
    case 'stalled':
      return sayCause(outcome.cause);
    case 'timed-out': {
      const { workload, message, afterMs, exceeded, causes } = outcome;
      return [
        `${nameObject(workload)} was not ready after ${Math.round(afterMs / 60_000)} minutes: ${message}.`,
        ...(exceeded === undefined ? [] : [sayExceeded(exceeded)]),
        ...causes.map(sayCause),
        'Nothing was rolled back; it may still get ready.',
      ].join(' ');
    }
    case 'gone':
      return `${nameObject(outcome.workload)} was deleted while it was starting.`;
    case 'refused':
      return `It was applied, but cannot be followed: ${sayRefusal(outcome.refusal, target)}`;
    case 'cancelled':
      return 'No longer followed; it stays in the cluster as it was applied.';
    default:
      return assertNever(outcome);
  }
}

/** The same with what came of asking the model. */
export function sayServingOutcome(outcome: ServingOutcome, plan: Plan): string {
  const { target } = plan;
  switch (outcome.kind) {
    case 'serving':
      return [
        sayRolloutOutcome({ kind: 'ready', workloads: outcome.workloads }, plan),
        ...outcome.checks.map(({ smoke, workload }) =>
          saySmoke(smoke, nameObject(workload), target),
        ),
      ].join(' ');
    case 'no-answer':
      return saySmoke(outcome.check.smoke, nameObject(outcome.workload), target);
    default:
      return sayRolloutOutcome(outcome, plan);
  }
}

const verbs = {
  create: 'to create',
  change: 'to change',
  delete: 'to delete',
  unchanged: 'unchanged',
} as const;

/** What waits for its namespace or kind is new by necessity; what was refused is not counted. */
function countedAs({ change, waitsFor }: PlannedObject): string {
  if (change !== 'not-checkable') return change;
  return waitsFor === undefined ? change : 'create';
}

function sayFault({ source, reason, ref }: ManifestFault): string {
  switch (reason) {
    case 'not-yaml':
      return `${source} rendered text that is not YAML.`;
    case 'no-name':
      return `${source} rendered an object without apiVersion, kind or name.`;
    case 'twice':
      return `${source} renders ${ref === undefined ? 'an object' : nameObject(ref)} a second time.`;
    default:
      return assertNever(reason);
  }
}

/** What is in the cluster now, without anything left out. */
function sayPartly(
  partly: Partly,
  { release: { name: release, namespace }, target }: Plan,
): string {
  const { written, notWritten, uncertain, handedOver, record, revision = 0 } = partly;
  const sentences = [
    written.length === 0 ? 'Nothing was written.' : `Written: ${nameObjects(written)}.`,
    notWritten.length === 0 ? '' : `Not written: ${nameObjects(notWritten)}.`,
    uncertain.length === 0 ? '' : `Not known whether written: ${nameObjects(uncertain)}.`,
    handedOver.length === 0
      ? ''
      : `Taken over from Helm's client-side apply, with its content as it was: ${nameObjects(handedOver)}.`,
    record === 'failed' ? `Revision ${revision} of the release is recorded as failed.` : '',
    record === 'left-pending'
      ? `Revision ${revision} of the release could not be recorded as failed and still says pending. To clear it: ${sayCommand({ verb: 'unlock', release, namespace }, target)}`
      : '',
  ];
  return sentences.filter((sentence) => sentence !== '').join(' ');
}

/** What is not as it was, as part of a sentence. */
export function sayChange(change: Change): string {
  switch (change.kind) {
    case 'target': {
      const { what, before, after } = change.change;
      return what === 'credentials'
        ? 'the kubeconfig entries of the context changed'
        : `the ${what} was ${before} and is now ${after}`;
    }
    case 'kubeconfig':
      return `the kubeconfig changed (${sayConnectFailure(change.failure)})`;
    case 'cluster':
      return 'another cluster answers at the same address';
    case 'release':
      return change.planned === change.now
        ? `revision ${change.now} of the release changed its status`
        : `the release was at revision ${change.planned} and is at ${change.now}`;
    case 'object':
      return `${nameObject(change.ref)} changed in the cluster`;
    default:
      return assertNever(change);
  }
}
