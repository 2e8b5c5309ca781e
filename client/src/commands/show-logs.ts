import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { followLogsRequest } from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Command } from '../session.ts';
import { releaseFor } from '../releases/pick-release.ts';

export const showLogs: Command = {
  id: 'inferenceCharts.showLogs',
  run: async (session, argument) => {
    const target = await releaseFor(session, argument);
    if (target === undefined) return;
    const { release, context } = target;
    const channel = vscode.window.createOutputChannel(`Logs of ${release} on ${context}`, 'log');
    channel.show(true);
    const token = randomUUID();
    const listener = session.onDidLog(({ token: of, text }) => {
      if (of === token) channel.append(text);
    });
    try {
      // The channel stays when following ends, to be read; VS Code offers to close it by itself.
      const answer = await vscode.window.withProgress(
        {
          location: vscode.ProgressLocation.Notification,
          title: `Following the logs of ${release}`,
          cancellable: true,
        },
        (_progress, cancellation) =>
          ask(session.client, followLogsRequest, { ...target, token }, cancellation),
      );
      if (answer.kind !== 'ended') await vscode.window.showErrorMessage(answer.message);
      else channel.appendLine('--- no longer followed ---');
    } finally {
      listener.dispose();
    }
  },
};
