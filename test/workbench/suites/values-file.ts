import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './eventually.ts';

/** Writes a file into the workspace, opens it, and waits until it has become ours. */
export async function openValues(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = inWorkspace(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const editor = await vscode.window.showTextDocument(uri);
  // A change of the language closes the document and opens it again under the same name.
  await eventually(() => (editor.document.languageId === 'inference-values' ? true : undefined));
  return editor;
}

/** A file of the workspace folder that the run opened. */
export function inWorkspace(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'a workspace folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Where a text stands in a document; it must stand there once. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const parts = document.getText().split(text);
  assert.equal(parts.length, 2, `"${text}" stands in the document once`);
  const start = parts[0]?.length ?? 0;
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Replaces a text that stands in the document once, as if it were typed. */
export async function replace(editor: vscode.TextEditor, text: string, by: string): Promise<void> {
  const isDone = await editor.edit((edit) => {
    edit.replace(rangeOf(editor.document, text), by);
  });
  assert.ok(isDone, `"${text}" was replaced`);
}
