import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  applyRequest,
  planRequest,
  type ApplyAnswer,
  type PlanAnswer,
  type ReleaseTarget,
} from '../../../server/src/protocol.ts';
import type { Confirmation, Plan } from '../confirm-context.ts';
import { confirmPlan } from '../confirm-plan.ts';
import { ask } from '../language-client.ts';
import type { Command, Session } from '../session.ts';
import { isTrusted } from '../workspace-trust.ts';
import { tellNoPlan, tellOutcome } from '../tell-outcome.ts';
import { activeValuesDocument } from './active-document.ts';

export const deploy: Command = {
  id: 'inferenceCharts.deploy',
  run: async (session, argument) => {
    if (!(await isTrusted())) return;
    const document = await activeValuesDocument(argument);
    if (document === undefined) return;
    while ((await deployOnce(session, document.uri)) === 'again');
  },
};

/** The user may ask to compare again, when the world is not what it was or did not answer. */
async function deployOnce(session: Session, uri: vscode.Uri): Promise<'again' | 'done'> {
  const answer = await planWithProgress(session, uri);
  if (answer.kind !== 'planned') return tellNoPlan(session, uri, answer);
  const confirmation = await confirmPlan(session, answer);
  if (confirmation === undefined) return 'done';
  if (confirmation === 'again') return 'again';
  const { context, namespace, release } = answer.target;
  const title = `Deploying ${release} to ${namespace} on ${context}`;
  return tellOutcome(
    session,
    await applyWithProgress(session, answer, { confirmation, title }),
    uri,
  );
}

/**
 * Asks the server what deploying the document would do, with a progress that can be cancelled.
 * Without a target, to where the document itself goes.
 */
export function planWithProgress(
  session: Session,
  uri: vscode.Uri,
  target?: ReleaseTarget,
): Thenable<PlanAnswer> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Comparing with the cluster',
      cancellable: true,
    },
    (_progress, token) =>
      ask(session.client, planRequest, { uri: uri.toString(), ...target }, token),
  );
}

export function applyWithProgress(
  session: Session,
  plan: Plan,
  { confirmation, title }: { readonly confirmation: Confirmation; readonly title: string },
): Thenable<ApplyAnswer> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title,
      cancellable: true,
    },
    async (progress, cancellation) => {
      const token = randomUUID();
      let reached = 0;
      const listener = session.onDidProgress(({ token: of, message, percentage }) => {
        if (of !== token) return;
        const increment = Math.max(0, (percentage ?? reached) - reached);
        reached += increment;
        progress.report({ message, increment });
      });
      try {
        const params = { planId: plan.id, token, ...confirmation };
        return await ask(session.client, applyRequest, params, cancellation);
      } finally {
        listener.dispose();
        // Now, and not when the user has read what became of it.
        session.releases.refresh();
      }
    },
  );
}
