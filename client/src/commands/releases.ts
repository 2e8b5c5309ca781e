import * as vscode from 'vscode';
import { contextsRequest, type SignInPlugin } from '../../../server/src/protocol.ts';
import { allowPlugin } from '../allowed-plugins.ts';
import { ask } from '../language-client.ts';
import type { Command } from '../session.ts';

export const refreshReleases: Command = {
  id: 'inferenceCharts.refreshReleases',
  run: (session) => {
    session.releases.refresh();
    return Promise.resolve();
  },
};

/** Of the Inference view, whose context signs in by a command that nobody allowed yet. */
export const allowSignIn: Command = {
  id: 'inferenceCharts.allowSignIn',
  run: async (session, plugin) => {
    if (isPlugin(plugin) && (await allowPlugin(session, plugin))) session.releases.refresh();
  },
};

function isPlugin(argument: unknown): argument is SignInPlugin {
  return typeof argument === 'object' && argument !== null && 'commandLine' in argument;
}

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
