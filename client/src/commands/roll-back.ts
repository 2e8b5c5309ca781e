import * as vscode from 'vscode';
import {
  planRollbackRequest,
  type ReleaseTarget,
  type RevisionSummary,
} from '../../../server/src/protocol.ts';
import { confirmPlan } from '../confirm-plan.ts';
import { ask } from '../language-client.ts';
import { isReleaseNode } from '../releases/release-node.ts';
import { readRelease, releaseFor } from '../releases/pick-release.ts';
import { when } from '../releases/tree-item.ts';
import type { Command, Session } from '../session.ts';
import { tellOutcome, tellRefusal } from '../tell-outcome.ts';
import { applyWithProgress } from './deploy.ts';

export const rollBack: Command = {
  id: 'inferenceCharts.rollBack',
  run: async (session, argument) => {
    const target = await releaseFor(session, argument);
    if (target === undefined) return;
    const revision =
      isReleaseNode(argument) && argument.kind === 'revision'
        ? argument.revision.revision
        : await pickRevision(session, target);
    if (revision === undefined) return;
    while ((await rollBackOnce(session, target, revision)) === 'again');
  },
};

async function rollBackOnce(
  session: Session,
  target: ReleaseTarget,
  revision: number,
): Promise<'again' | 'done'> {
  const answer = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Comparing revision ${revision} with the cluster`,
      cancellable: true,
    },
    (_progress, token) => ask(session.client, planRollbackRequest, { ...target, revision }, token),
  );
  if (answer.kind === 'cancelled') return 'done';
  if (answer.kind !== 'planned') return tellRefusal(session, answer);
  const confirmation = await confirmPlan(session, answer, 'Roll Back');
  if (confirmation === undefined) return 'done';
  if (confirmation === 'again') return 'again';
  const title = `Rolling back ${target.release} to revision ${revision} on ${target.context}`;
  return tellOutcome(session, await applyWithProgress(session, answer, { confirmation, title }));
}

/** Every revision but the newest, with what it was. */
async function pickRevision(session: Session, target: ReleaseTarget): Promise<number | undefined> {
  const answer = await readRelease(session, target);
  if (answer === undefined) return undefined;
  const [head, ...earlier] = answer.release.revisions;
  if (earlier.length === 0) {
    const only = head?.revision ?? 1;
    await vscode.window.showInformationMessage(
      `Release ${target.release} has revision ${only} alone: there is nothing to roll back to.`,
      'OK',
    );
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(earlier.map(pickOf), {
    title: `Roll ${target.release} back to which revision? It is at ${head?.revision ?? ''}.`,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.revision;
}

function pickOf(revision: RevisionSummary) {
  const { status, chart, description } = revision;
  return {
    label: `Revision ${revision.revision}`,
    description: `${status}, ${when(revision)}`,
    detail: `${chart}: ${description}`,
    revision: revision.revision,
  };
}
