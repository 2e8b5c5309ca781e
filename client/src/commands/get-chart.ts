import { randomUUID } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import {
  chartPlacesRequest,
  chartVersionsRequest,
  getChartRequest,
  languageId,
  type ChartPlaces,
  type GetChartAnswer,
  type GetChartParams,
} from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Command, Session } from '../session.ts';
import { isTrusted } from '../workspace-trust.ts';

type Wanted = Pick<GetChartParams, 'version' | 'destination'>;

/** Fetches the chart from where it is published, after it was said which address that is. */
export const getChart: Command = {
  id: 'inferenceCharts.getChart',
  run: async (session, argument) => {
    if (!(await isTrusted('A chart is fetched from the network, so it needs a trusted workspace.')))
      return;
    const places = await ask(session.client, chartPlacesRequest, null);
    const wanted = await choose(session, places, folderOfFile(argument));
    if (wanted === undefined) return;
    while ((await getOnce(session, places, wanted)) === 'again');
  },
};

/** Of the file that a quick action was for, else of the open one; none for what was never saved. */
function folderOfFile(argument: unknown): string | undefined {
  const active = vscode.window.activeTextEditor?.document;
  const uri =
    typeof argument === 'string'
      ? vscode.Uri.parse(argument, true)
      : active?.languageId === languageId
        ? active.uri
        : undefined;
  return uri?.scheme === 'file' ? path.dirname(uri.fsPath) : undefined;
}

async function choose(
  session: Session,
  places: ChartPlaces,
  beside: string | undefined,
): Promise<Wanted | undefined> {
  const title = `Get Inference Chart from ${places.repository}`;
  const newest = destinations(places, beside).map((item) => ({
    ...item,
    label: `Newest version, ${item.label}`,
  }));
  const others = {
    label: 'Another version…',
    detail: `Asks ${places.repository} which there are.`,
    destination: undefined,
  };
  const choice = await vscode.window.showQuickPick([...newest, others], {
    title,
    placeHolder: 'The network is not touched before you choose',
  });
  if (choice === undefined) return undefined;
  if (choice.destination !== undefined) return { destination: choice.destination };
  const version = await chooseVersion(session, places, title);
  if (version === undefined) return undefined;
  const where = await vscode.window.showQuickPick(
    destinations(places, beside).map((item) => ({
      ...item,
      label: `Version ${version}, ${item.label}`,
    })),
    { title },
  );
  return where && { version, destination: where.destination };
}

function destinations({ helmCache }: ChartPlaces, beside: string | undefined) {
  return [
    {
      label: "into Helm's cache",
      detail: `${helmCache}; values files everywhere find it there.`,
      destination: 'helm-cache' as const,
    },
    ...(beside === undefined
      ? []
      : [{ label: 'beside this file', detail: beside, destination: { folder: beside } }]),
  ];
}

async function chooseVersion(
  session: Session,
  { repository }: ChartPlaces,
  title: string,
): Promise<string | undefined> {
  const answer = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: `Asking ${repository}`,
      cancellable: true,
    },
    (_progress, token) => ask(session.client, chartVersionsRequest, { repo: repository }, token),
  );
  if (answer.kind === 'versions') return vscode.window.showQuickPick(answer.versions, { title });
  if (answer.kind === 'failed') await vscode.window.showErrorMessage(answer.message, 'OK');
  return undefined;
}

async function getOnce(
  session: Session,
  { repository }: ChartPlaces,
  wanted: Wanted,
): Promise<'again' | 'done'> {
  const answer = await getWithProgress(session, repository, wanted);
  switch (answer.kind) {
    case 'cancelled':
      return 'done';
    case 'got':
      await vscode.window.showInformationMessage(
        `${answer.name} ${answer.version} ${answer.isNew ? 'is now' : 'was already'} at ${answer.path}.`,
        'OK',
      );
      return 'done';
    case 'failed': {
      const again = 'Try Again';
      const change = 'Choose Repository';
      const choice = await vscode.window.showErrorMessage(answer.message, again, change);
      if (choice === change)
        await vscode.commands.executeCommand(
          'workbench.action.openSettings',
          'inferenceCharts.chartRepository',
        );
      return choice === again ? 'again' : 'done';
    }
  }
}

function getWithProgress(
  session: Session,
  repository: string,
  wanted: Wanted,
): Thenable<GetChartAnswer> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Getting the inference chart',
      cancellable: true,
    },
    async (progress, cancellation) => {
      const token = randomUUID();
      const listener = session.onDidProgress(({ token: of, message }) => {
        if (of === token) progress.report({ message });
      });
      try {
        const params = { repo: repository, token, ...wanted };
        return await ask(session.client, getChartRequest, params, cancellation);
      } finally {
        listener.dispose();
      }
    },
  );
}
