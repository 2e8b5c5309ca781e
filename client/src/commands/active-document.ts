import * as vscode from 'vscode';
import { languageId } from '../../../server/src/protocol.ts';
import { previewScheme } from '../preview/manifest-preview.ts';

/**
 * The values file a command is about: the one it was called on (explorer, title menu), else the
 * active editor's. Says what to do when there is none.
 */
export async function activeValuesDocument(
  argument: unknown,
): Promise<vscode.TextDocument | undefined> {
  const uri = argument instanceof vscode.Uri ? argument : activeUri();
  const document = uri && (await vscode.workspace.openTextDocument(uri));
  if (document?.languageId === languageId) return document;
  await vscode.window.showWarningMessage(
    'Open an inference values file first. If this file is one, set its language to "Inference Values".',
  );
  return undefined;
}

/** Seen from a preview, the file is the one it previews. */
function activeUri(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri?.scheme === previewScheme ? vscode.Uri.parse(uri.query, true) : uri;
}
