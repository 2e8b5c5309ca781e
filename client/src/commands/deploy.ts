import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  applyRequest,
  planRequest,
  type ApplyAnswer,
  type PlanAnswer,
} from '../../../server/src/protocol.ts';
import { confirmPlan, type Plan } from '../confirm-plan.ts';
import { ask } from '../language-client.ts';
import type { Command, Session } from '../session.ts';
import { activeValuesDocument } from './active-document.ts';

export const deploy: Command = {
  id: 'inferenceCharts.deploy',
  run: async (session, argument) => {
    if (!(await isTrusted())) return;
    const document = await activeValuesDocument(argument);
    if (document === undefined) return;
    const answer = await planWithProgress(session, document.uri);
    const plan = await planOrSentence(answer);
    if (plan === undefined || !(await confirmPlan(session, plan))) return;
    await tellOutcome(await applyWithProgress(session, plan));
  },
};

async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = 'Manage Workspace Trust';
  const choice = await vscode.window.showWarningMessage(
    'Deploying runs the credential command of your kubeconfig, so it needs a trusted workspace.',
    manage,
  );
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return false;
}

function planWithProgress(session: Session, uri: vscode.Uri): Thenable<PlanAnswer> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Comparing with the cluster',
      cancellable: true,
    },
    (_progress, token) => ask(session.client, planRequest, { uri: uri.toString() }, token),
  );
}

async function planOrSentence(answer: PlanAnswer): Promise<Plan | undefined> {
  switch (answer.kind) {
    case 'planned':
      return answer;
    case 'has-errors': {
      const show = 'Show Problems';
      if ((await vscode.window.showErrorMessage(answer.message, show)) === show)
        await vscode.commands.executeCommand('workbench.actions.view.problems');
      return undefined;
    }
    case 'render-failed':
    case 'cluster-refused':
      await vscode.window.showErrorMessage(answer.message);
      return undefined;
    case 'cancelled':
      return undefined;
  }
}

function applyWithProgress(session: Session, plan: Plan): Thenable<ApplyAnswer> {
  const { context, namespace, release } = plan.target;
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Deploying ${release} to ${namespace} on ${context}`,
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
        return await ask(session.client, applyRequest, { planId: plan.id, token }, cancellation);
      } finally {
        listener.dispose();
      }
    },
  );
}

async function tellOutcome(answer: ApplyAnswer): Promise<void> {
  switch (answer.kind) {
    case 'serving':
      await vscode.window.showInformationMessage(answer.message);
      return;
    case 'not-ready': {
      const evidence = 'Show Evidence';
      if ((await vscode.window.showErrorMessage(answer.message, evidence)) === evidence)
        await showText(answer.evidence);
      return;
    }
    case 'stale':
      await vscode.window.showWarningMessage(answer.message);
      return;
    case 'failed':
      await withWritten(vscode.window.showErrorMessage, answer.message, [
        '# Written',
        ...listed(answer.written),
        '',
        '# Not written',
        ...listed(answer.notWritten),
      ]);
      return;
    case 'cancelled':
      await withWritten(vscode.window.showWarningMessage, answer.message, [
        '# Written before it was cancelled',
        ...listed(answer.written),
      ]);
  }
}

async function withWritten(
  show: (message: string, ...items: string[]) => Thenable<string | undefined>,
  message: string,
  lines: readonly string[],
): Promise<void> {
  const written = 'Show What Was Written';
  if ((await show(message, written)) === written) await showText(lines.join('\n'));
}

function listed(objects: readonly string[]): readonly string[] {
  return objects.length === 0 ? ['nothing'] : objects;
}

async function showText(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  await vscode.window.showTextDocument(document);
}
