import * as vscode from 'vscode';
import { languageId } from '../../../server/src/protocol.ts';
import type { Command } from '../session.ts';

export const showInPreview: Command = {
  id: 'inferenceCharts.showInPreview',
  run: async (session) => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== languageId) {
      await vscode.window.showWarningMessage(
        'Open an inference values file first, and put the cursor on a key or a value.',
      );
    } else if (!(await session.links.showInPreview(editor))) {
      vscode.window.setStatusBarMessage('No line of the manifests comes from here.', 5000);
    }
  },
};
