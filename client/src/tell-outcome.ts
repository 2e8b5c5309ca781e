import * as vscode from 'vscode';
import type { ApplyAnswer, PlanAnswer } from '../../server/src/protocol.ts';
import { allowPlugin } from './allowed-plugins.ts';
import type { Session } from './session.ts';

/*
 * One sentence for each way a deployment can end, and what can be done about it. Each has a
 * button also because VS Code cuts the text of a notification that has none to a single line.
 */

type NoPlan = Exclude<PlanAnswer, { kind: 'planned' }>;

/** Why there is nothing to confirm. */
export async function tellNoPlan(
  session: Session,
  uri: vscode.Uri,
  answer: NoPlan,
): Promise<'again' | 'done'> {
  switch (answer.kind) {
    case 'has-errors': {
      const show = 'Show Problems';
      if ((await vscode.window.showErrorMessage(answer.message, show)) === show)
        await vscode.commands.executeCommand('workbench.actions.view.problems');
      return 'done';
    }
    case 'render-failed': {
      const preview = 'Show Preview';
      if ((await vscode.window.showErrorMessage(answer.message, preview)) === preview)
        await session.preview.open(uri);
      return 'done';
    }
    case 'plugin-unknown':
      return (await allowPlugin(session, answer)) ? 'again' : 'done';
    case 'cluster-refused':
      return tellRefusal(answer.message);
    case 'cancelled':
      return 'done';
  }
}

/** The cluster was not reached, or has no plan for what was asked. */
export async function tellRefusal(message: string): Promise<'again' | 'done'> {
  const again = 'Try Again';
  const settings = 'Choose Kubeconfig';
  const choice = await vscode.window.showErrorMessage(message, again, settings);
  if (choice === settings)
    await vscode.commands.executeCommand(
      'workbench.action.openSettings',
      'inferenceCharts.kubeconfig',
    );
  return choice === again ? 'again' : 'done';
}

/** What became of a plan that was confirmed. */
export async function tellOutcome(
  session: Session,
  answer: ApplyAnswer,
): Promise<'again' | 'done'> {
  switch (answer.kind) {
    case 'serving':
      await withWritten(session, vscode.window.showInformationMessage, answer.message, [
        '# Written',
        ...listed(answer.written),
      ]);
      return 'done';
    case 'not-ready': {
      const evidence = 'Show Evidence';
      if ((await vscode.window.showErrorMessage(answer.message, evidence)) === evidence)
        await session.planTexts.report('Evidence', answer.evidence);
      return 'done';
    }
    case 'not-permitted':
      await vscode.window.showErrorMessage(answer.message, 'OK');
      return 'done';
    case 'stale': {
      const again = 'Compare Again';
      return (await vscode.window.showWarningMessage(answer.message, again)) === again
        ? 'again'
        : 'done';
    }
    case 'failed':
      await withWritten(session, vscode.window.showErrorMessage, answer.message, [
        '# Written',
        ...listed(answer.written),
        '',
        '# Not written',
        ...listed(answer.notWritten),
      ]);
      return 'done';
    case 'cancelled':
      await withWritten(session, vscode.window.showWarningMessage, answer.message, [
        '# Written before it was cancelled',
        ...listed(answer.written),
      ]);
      return 'done';
  }
}

async function withWritten(
  session: Session,
  show: (message: string, ...items: string[]) => Thenable<string | undefined>,
  message: string,
  lines: readonly string[],
): Promise<void> {
  const written = 'Show What Was Written';
  if ((await show(message, written)) === written)
    await session.planTexts.report('Written', lines.join('\n'));
}

function listed(objects: readonly string[]): readonly string[] {
  return objects.length === 0 ? ['nothing'] : objects.map((object) => `- ${object}`);
}
