import * as vscode from 'vscode';
import { eventually } from './eventually.ts';

/** Asks for the preview of a file as its title button does, and answers its document. */
export async function openPreview(values: vscode.TextEditor): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand('inferenceCharts.previewManifests');
  const source = values.document.uri.toString();
  return eventually(
    () =>
      vscode.window.visibleTextEditors.find(
        ({ document: { uri } }) => uri.scheme === 'inference-manifests' && uri.query === source,
      )?.document,
    () => 'There is no preview of this file.',
  );
}

/** Waits until the preview has this in its text, which it answers. */
export async function shows(preview: vscode.TextDocument, text: RegExp): Promise<string> {
  return eventually(
    () => (text.test(preview.getText()) ? preview.getText() : undefined),
    () => `The preview shows:\n${preview.getText().slice(0, 1000)}`,
  );
}
