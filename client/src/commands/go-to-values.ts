import * as vscode from 'vscode';
import { previewScheme } from '../preview/manifest-preview.ts';
import type { Command } from '../session.ts';

export const goToValues: Command = {
  id: 'inferenceCharts.goToValues',
  run: async (session) => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.uri.scheme !== previewScheme) {
      await vscode.window.showWarningMessage(
        'Open a preview of manifests first, and put the cursor on the line that you want to follow.',
      );
    } else if (!(await session.links.goToValues(editor))) {
      vscode.window.setStatusBarMessage('No value of a values file decides this line.', 5000);
    }
  },
};
