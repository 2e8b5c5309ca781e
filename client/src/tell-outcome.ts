import * as vscode from 'vscode';
import { allowPlugin } from './allowed-plugins.ts';
import {
  locateKeysRequest,
  type ApplyAnswer,
  type ClusterRefused,
  type LocatedKey,
  type PlanAnswer,
} from '../../server/src/protocol.ts';
import { rangeIn } from './apply-edit.ts';
import { ask } from './language-client.ts';
import type { Session } from './session.ts';

/*
 * One sentence for each way a deployment can end, and what can be done about it. Each has a
 * button also because VS Code cuts the text of a notification that has none to a single line.
 */

type NoPlan = Exclude<PlanAnswer, { kind: 'planned' }>;

type Refused = Pick<ClusterRefused, 'message' | 'plugin'>;

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
    case 'cluster-refused':
      return tellRefusal(session, answer);
    case 'cancelled':
      return 'done';
  }
}

/** The cluster was not reached, or has no plan for what was asked. */
export async function tellRefusal(
  session: Session,
  { message, plugin }: Refused,
): Promise<'again' | 'done'> {
  if (plugin !== undefined) return (await allowPlugin(session, plugin)) ? 'again' : 'done';
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
  uri?: vscode.Uri,
): Promise<'again' | 'done'> {
  switch (answer.kind) {
    case 'serving':
      await tellServing(session, answer);
      return 'done';
    case 'not-ready':
      await tellNotReady(session, answer, uri);
      return 'done';
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

async function tellServing(
  session: Session,
  { message, howToAsk, written }: Extract<ApplyAnswer, { kind: 'serving' }>,
): Promise<void> {
  const copy = 'Copy Commands to Ask It';
  const show = 'Show What Was Written';
  const offered = howToAsk === '' ? [show] : [copy, show];
  const choice = await vscode.window.showInformationMessage(message, ...offered);
  if (choice === copy) await vscode.env.clipboard.writeText(howToAsk);
  if (choice === show)
    await session.planTexts.report('Written', ['# Written', ...listed(written)].join('\n'));
}

/** The evidence is shown before anything else can be done, and nothing is done by itself. */
async function tellNotReady(
  session: Session,
  { message, evidence, keys, undo }: Extract<ApplyAnswer, { kind: 'not-ready' }>,
  uri: vscode.Uri | undefined,
): Promise<void> {
  await session.planTexts.report('Evidence', evidence);
  const places =
    uri === undefined
      ? []
      : await ask(session.client, locateKeysRequest, { uri: uri.toString(), keys });
  const goTo = 'Go to Line';
  const keep = 'Keep It';
  const back = undo.kind === 'roll-back' ? 'Roll Back…' : 'Uninstall…';
  const offered = [...(places.length === 0 ? [] : [goTo]), keep, back];
  const choice = await vscode.window.showErrorMessage(message, ...offered);
  if (choice === goTo) await goToKey(places);
  if (choice === back)
    await vscode.commands.executeCommand(
      undo.kind === 'roll-back' ? 'inferenceCharts.rollBack' : 'inferenceCharts.uninstall',
      { target: undo.target },
    );
}

async function goToKey(places: readonly LocatedKey[]): Promise<void> {
  const [only, ...others] = places;
  const chosen =
    others.length === 0 && only?.place !== undefined
      ? only
      : await vscode.window.showQuickPick(
          places.map((located) => ({
            ...located,
            label: `$(symbol-key) ${located.key}`,
            description: located.where,
          })),
          { title: 'What decides it' },
        );
  if (chosen?.place === undefined) return;
  const { uri, range } = chosen.place;
  const selection = rangeIn(range);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri, true), { selection });
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
