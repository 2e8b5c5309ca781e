import * as vscode from 'vscode';
import { chartRequest, languageId, type FoundChart } from '../../../server/src/protocol.ts';
import { ask } from '../language-client.ts';
import type { Command, Session } from '../session.ts';

/** Writes the chart setting, or clears it so that the chart is looked for again. */
export const chooseChart: Command = {
  id: 'inferenceCharts.chooseChart',
  run: async (session) => {
    const { found, explanation } = await chartsOf(session);
    const choice = await vscode.window.showQuickPick(
      [...headed('Found', found.map(toItem)), ...headed('Elsewhere', elsewhere)],
      {
        title: 'Inference Chart for Values Files',
        ...(explanation !== undefined && { placeHolder: explanation }),
        matchOnDescription: true,
        matchOnDetail: true,
      },
    );
    const setting = await choice?.settle?.();
    if (setting === undefined) return;
    await vscode.workspace
      .getConfiguration('inferenceCharts')
      .update('chart', setting === '' ? undefined : setting, scopeOfSettings());
  },
};

interface ChartItem extends vscode.QuickPickItem {
  /** What the setting has to say; empty clears it. Absent on the heading of a group. */
  readonly settle?: () => Promise<string | undefined>;
}

/** Without a values file in front only the ways to name a chart are offered. */
async function chartsOf({ client }: Session): Promise<{
  readonly found: readonly FoundChart[];
  readonly explanation?: string;
}> {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId !== languageId) return { found: [] };
  const uri = document.uri.toString();
  const chart = await ask(client, chartRequest, { uri, withAlternatives: true });
  if (chart === null) return { found: [] };
  return { found: chart.alternatives ?? [], explanation: chart.explanation };
}

function toItem({ name, version, directory, why, isChosen, setting }: FoundChart): ChartItem {
  return {
    label: `$(${isChosen ? 'check' : 'package'}) ${name} ${version}`,
    description: why,
    detail: directory,
    settle: () => Promise.resolve(setting),
  };
}

const elsewhere: readonly ChartItem[] = [
  {
    label: '$(folder) Choose a chart folder…',
    detail: 'Sets inferenceCharts.chart for this workspace.',
    settle: () => pick({ canSelectFolders: true, canSelectFiles: false }),
  },
  {
    label: '$(file-zip) Choose a packed chart…',
    detail: 'A .tgz, as helm pull leaves it. Sets inferenceCharts.chart for this workspace.',
    settle: () => pick({ filters: { 'Packed charts': ['tgz', 'gz'] } }),
  },
  {
    label: '$(search) Find the chart automatically',
    detail:
      "A modeline, then a chart beside or above the file, then Helm's cache, then the chart in the box.",
    settle: () => Promise.resolve(''),
  },
];

async function pick(options: vscode.OpenDialogOptions): Promise<string | undefined> {
  const [picked] =
    (await vscode.window.showOpenDialog({ ...options, openLabel: 'Use Chart' })) ?? [];
  return picked?.fsPath;
}

function headed(label: string, items: readonly ChartItem[]): readonly ChartItem[] {
  if (items.length === 0) return [];
  return [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

function scopeOfSettings(): vscode.ConfigurationTarget {
  return vscode.workspace.workspaceFolders === undefined
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}
