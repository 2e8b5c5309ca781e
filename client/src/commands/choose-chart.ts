import * as vscode from 'vscode';
import type { Command } from '../session.ts';

/** Writes the chart setting, or clears it so that the chart is looked for again. */
export const chooseChart: Command = {
  id: 'inferenceCharts.chooseChart',
  run: async () => {
    const folder = 'Choose a chart folder…';
    const automatic = 'Find the chart automatically';
    const choice = await vscode.window.showQuickPick(
      [
        { label: folder, detail: 'Sets inferenceCharts.chart for this workspace.' },
        {
          label: automatic,
          detail: 'A modeline, then a chart beside or above the file, then the chart in the box.',
        },
      ],
      { title: 'Inference Chart for Values Files' },
    );
    if (choice === undefined) return;
    const settings = vscode.workspace.getConfiguration('inferenceCharts');
    if (choice.label === automatic) {
      await settings.update('chart', undefined, scopeOfSettings());
      return;
    }
    const [picked] =
      (await vscode.window.showOpenDialog({
        canSelectFolders: true,
        canSelectFiles: false,
        openLabel: 'Use Chart',
      })) ?? [];
    if (picked !== undefined) await settings.update('chart', picked.fsPath, scopeOfSettings());
  },
};

function scopeOfSettings(): vscode.ConfigurationTarget {
  return vscode.workspace.workspaceFolders === undefined
    ? vscode.ConfigurationTarget.Global
    : vscode.ConfigurationTarget.Workspace;
}
