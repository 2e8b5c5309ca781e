import * as vscode from 'vscode';
import type { DocumentEdit } from '../../server/src/protocol.ts';

/** Makes an edit that was worked out for one version; false when the document moved on since. */
export async function applyDocumentEdit(
  document: vscode.TextDocument,
  version: number,
  { range, newText }: DocumentEdit,
): Promise<boolean> {
  if (document.version !== version) return false;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, rangeIn(range), newText);
  return vscode.workspace.applyEdit(edit);
}

export function rangeIn({ start, end }: DocumentEdit['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
