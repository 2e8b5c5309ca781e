import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  planUninstallRequest,
  uninstallRequest,
  type ReleaseTarget,
  type UninstallAnswer,
  type UninstallPlanAnswer,
} from '../../../server/src/protocol.ts';
import { confirmContext, type Confirmation } from '../confirm-context.ts';
import { ask } from '../language-client.ts';
import { releaseFor } from '../releases/pick-release.ts';
import type { Command, Session } from '../session.ts';
import { tellRefusal } from '../tell-outcome.ts';

export const uninstall: Command = {
  id: 'inferenceCharts.uninstall',
  run: async (session, argument) => {
    const target = await releaseFor(session, argument);
    if (target === undefined) return;
    while ((await uninstallOnce(session, target)) === 'again');
  },
};

async function uninstallOnce(session: Session, target: ReleaseTarget): Promise<'again' | 'done'> {
  const plan = await ask(session.client, planUninstallRequest, target);
  if (plan.kind === 'cancelled') return 'done';
  if (plan.kind !== 'planned') return tellRefusal(session, plan);
  const confirmation = await confirm(plan);
  if (confirmation === undefined) return 'done';
  return tell(session, await uninstallWithProgress(session, plan, confirmation));
}

type Planned = Extract<UninstallPlanAnswer, { kind: 'planned' }>;

/** The dialog lists every object: what is gone does not come back by itself. */
async function confirm({
  target,
  deletes,
  leaves,
  problems,
}: Planned): Promise<Confirmation | undefined> {
  const blocking = problems.filter(({ severity }) => severity === 'block');
  if (blocking.length > 0) {
    const detail = blocking.map(({ message }) => message).join('\n\n');
    const title = `${target.release} cannot be uninstalled from ${target.context}.`;
    await vscode.window.showErrorMessage(title, { modal: true, detail });
    return undefined;
  }
  const detail = [
    `Context: ${target.context}`,
    `Server: ${target.server}`,
    `Namespace: ${target.namespace}`,
    `Release: ${target.release}`,
    `User: ${target.user}`,
    '',
    deletes.length === 0 ? 'There is nothing in the cluster to delete.' : 'Deletes:',
    ...deletes.map((object) => `• ${object}`),
    ...(leaves.length > 0 ? ['', ...leaves] : []),
    ...(problems.length > 0 ? ['', ...problems.map(({ message }) => message)] : []),
  ].join('\n');
  const action = 'Uninstall';
  const choice = await vscode.window.showWarningMessage(
    `Uninstall ${target.release} from ${target.context}?`,
    { modal: true, detail },
    action,
  );
  return choice === action ? confirmContext(target) : undefined;
}

function uninstallWithProgress(
  session: Session,
  { id, target }: Planned,
  confirmation: Confirmation,
): Thenable<UninstallAnswer> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Uninstalling ${target.release} from ${target.namespace} on ${target.context}`,
      cancellable: true,
    },
    async (progress, cancellation) => {
      const token = randomUUID();
      const listener = session.onDidProgress(({ token: of, message }) => {
        if (of === token) progress.report({ message });
      });
      try {
        const params = { planId: id, token, ...confirmation };
        return await ask(session.client, uninstallRequest, params, cancellation);
      } finally {
        listener.dispose();
        // Now, and not when the user has read what became of it.
        session.releases.refresh();
      }
    },
  );
}

async function tell(session: Session, answer: UninstallAnswer): Promise<'again' | 'done'> {
  switch (answer.kind) {
    case 'uninstalled':
      await vscode.window.showInformationMessage(answer.message, 'OK');
      return 'done';
    case 'not-permitted':
      await vscode.window.showErrorMessage(answer.message, 'OK');
      return 'done';
    case 'stale': {
      const again = 'Look Again';
      const choice = await vscode.window.showWarningMessage(answer.message, again);
      return choice === again ? 'again' : 'done';
    }
    case 'failed':
    case 'cancelled': {
      const show = 'Show What Was Deleted';
      if ((await vscode.window.showErrorMessage(answer.message, show)) === show)
        await session.planTexts.report('Deleted', listOf(answer.deleted, answer.notDeleted));
      return 'done';
    }
  }
}

function listOf(deleted: readonly string[], notDeleted: readonly string[]): string {
  const items = (objects: readonly string[]): readonly string[] =>
    objects.length === 0 ? ['nothing'] : objects.map((object) => `- ${object}`);
  return ['# Deleted', ...items(deleted), '', '# Not deleted', ...items(notDeleted)].join('\n');
}
