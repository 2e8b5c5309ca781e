import * as vscode from 'vscode';
import { openEndpointRequest } from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Command } from '../session.ts';
import { releaseFor } from '../releases/pick-release.ts';

export const openEndpoint: Command = {
  id: 'inferenceCharts.openEndpoint',
  run: async (session, argument) => {
    const target = await releaseFor(session, argument);
    if (target === undefined) return;
    const answer = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: `Opening a way to ${target.release}`,
        cancellable: true,
      },
      (_progress, token) => ask(session.client, openEndpointRequest, target, token),
    );
    if (answer.kind !== 'open') {
      await vscode.window.showErrorMessage(answer.message);
      return;
    }
    const endpoint = { ...answer, release: target.release };
    session.endpoints.add(endpoint);
    await session.endpoints.act(endpoint);
  },
};

export const showEndpoints: Command = {
  id: 'inferenceCharts.showEndpoints',
  run: (session) => session.endpoints.offer(),
};
