import * as vscode from 'vscode';
import { contextsRequest } from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Command } from '../session.ts';

export const refreshReleases: Command = {
  id: 'inferenceCharts.refreshReleases',
  run: (session) => {
    session.releases.refresh();
    return Promise.resolve();
  },
};

export const chooseContext: Command = {
  id: 'inferenceCharts.chooseContext',
  run: async (session) => {
    const answer = await ask(session.client, contextsRequest, {});
    if (answer.kind === 'failed') {
      await vscode.window.showErrorMessage(answer.message);
      return;
    }
    const chosen = await vscode.window.showQuickPick(
      answer.contexts.map(({ name, server, namespace }) => ({
        label: name,
        description: name === answer.current ? 'current' : '',
        detail: `${server}, namespace ${namespace}`,
      })),
      { title: 'Releases of which context?', matchOnDetail: true },
    );
    if (chosen !== undefined) await session.releases.showContext(chosen.label);
  },
};
