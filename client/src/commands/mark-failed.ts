import * as vscode from 'vscode';
import { markFailedRequest } from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import { readRelease, releaseFor } from '../releases/pick-release.ts';
import type { Command } from '../session.ts';

/** Ends an operation that was interrupted, once the user has read who began it and when. */
export const markFailed: Command = {
  id: 'inferenceCharts.markFailed',
  run: async (session, argument) => {
    const target = await releaseFor(session, argument);
    if (target === undefined) return;
    const answer = await readRelease(session, target);
    if (answer === undefined) return;
    const { interrupted, revision, status } = answer.release;
    if (interrupted === undefined) {
      const text = `Nothing was interrupted: revision ${revision} is ${status}.`;
      await vscode.window.showInformationMessage(text, 'OK');
      return;
    }
    const confirmedContext = await vscode.window.showInputBox({
      title: `Mark revision ${revision} of ${target.release} as failed`,
      prompt: `${interrupted} Type ${target.context} to mark it as failed on ${answer.server}.`,
      ignoreFocusOut: true,
      validateInput: (text) =>
        text === target.context ? undefined : `Type the name of the context: ${target.context}`,
    });
    if (confirmedContext === undefined) return;
    const marked = await ask(session.client, markFailedRequest, {
      ...target,
      revision,
      confirmedContext,
    });
    session.releases.refresh();
    if (marked.kind === 'cancelled') return;
    const show =
      marked.kind === 'marked'
        ? vscode.window.showInformationMessage
        : vscode.window.showErrorMessage;
    await show(marked.message, 'OK');
  },
};
