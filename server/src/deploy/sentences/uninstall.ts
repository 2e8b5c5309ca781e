import { assertNever } from '../../base/assert-never.ts';
import type { Target } from '../cluster/target.ts';
import type { RollbackFailure } from '../rollback/plan-rollback.ts';
import type { PartlyDeleted, UninstallOutcome } from '../uninstall/apply-uninstall.ts';
import type { LeftObject, UninstallFailure, UninstallPlan } from '../uninstall/plan-uninstall.ts';
import { listInWords, nameObject, nameObjects } from './object-name.ts';
import { sayChange, sayPlanFailure } from './outcome.ts';
import { sayProblem } from './problem.ts';
import { sayRefusal } from './refusal.ts';
import { sayNoRelease } from './status.ts';

/** Why there is no plan to bring an earlier revision back, or to remove a release. */
export function sayNoPlan(failure: RollbackFailure | UninstallFailure, target: Target): string {
  switch (failure.kind) {
    case 'no-release':
      return sayNoRelease(failure.name, target);
    case 'no-revision':
      return `There is no revision ${failure.wanted} of the release; there are ${listInWords(failure.kept.map(String))}.`;
    case 'nothing-before':
      return `Before revision ${failure.head} nothing was deployed that could be brought back.`;
    case 'manifest-unusable':
    case 'refused':
      return sayPlanFailure(failure, target);
    default:
      return assertNever(failure);
  }
}

/** The one sentence of the confirmation: what goes, what stays, and where. */
export function sayUninstallPlan({ release, target, objects, left }: UninstallPlan): string {
  const goes =
    objects.length === 0 ? 'nothing in the cluster to delete' : `deletes ${refs(objects)}`;
  const stays = left.map(sayLeft);
  return [
    `Uninstalling release ${release.name} in namespace ${release.namespace} of context ${target.context} (${target.server}): ${goes}.`,
    ...stays,
  ].join(' ');
}

/** Why an object of the release is not deleted. */
export function sayLeft({ ref, why, owner }: LeftObject): string {
  const name = nameObject(ref);
  switch (why) {
    case 'kept':
      return `${name} stays: its helm.sh/resource-policy is keep.`;
    case 'namespace':
      return `${name} stays, with whatever else is in it.`;
    case 'not-ours':
      return owner === undefined
        ? `${name} stays: it is not marked as part of this release.`
        : `${name} stays: it belongs to the release ${owner}.`;
    case 'gone':
      return `${name} is already gone.`;
    default:
      return assertNever(why);
  }
}

export function sayUninstallOutcome(outcome: UninstallOutcome, plan: UninstallPlan): string {
  const { release, target, left, keepsHistory } = plan;
  switch (outcome.kind) {
    case 'uninstalled': {
      const { deleted, lingering } = outcome;
      return sentences(
        `Release ${release.name} is uninstalled.`,
        deleted.length === 0 ? 'There was nothing to delete.' : `Deleted: ${nameObjects(deleted)}.`,
        lingering.length === 0
          ? ''
          : `Still going, because finalizers hold them: ${nameObjects(lingering)}.`,
        ...left.filter(({ why }) => why !== 'gone').map(sayLeft),
        keepsHistory ? 'Its history is kept.' : '',
      );
    }
    case 'blocked':
      return sentences(
        'Nothing was deleted.',
        ...outcome.problems.map((problem) => sayProblem(problem, target)),
      );
    case 'stale':
      return `Nothing was deleted, because the plan is out of date: ${listInWords(outcome.changes.map(sayChange))}. Look again.`;
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

/** What is in the cluster now, without anything left out. */
function sayPartly(
  { deleted, notDeleted, uncertain, record }: PartlyDeleted,
  { head }: UninstallPlan,
): string {
  return sentences(
    deleted.length === 0 ? 'Nothing was deleted.' : `Deleted: ${nameObjects(deleted)}.`,
    notDeleted.length === 0 ? '' : `Not deleted: ${nameObjects(notDeleted)}.`,
    uncertain.length === 0 ? '' : `Not known whether deleted: ${nameObjects(uncertain)}.`,
    record === 'failed' ? `Revision ${head.revision} of the release is recorded as failed.` : '',
    record === 'left'
      ? `The record of revision ${head.revision} could not be brought up to date and may say uninstalling; uninstalling again clears it.`
      : '',
  );
}

function sentences(...all: readonly string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}

function refs(objects: UninstallPlan['objects']): string {
  return nameObjects(objects.map(({ ref }) => ref));
}
