import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** A file of the extension under test. */
export function extensionFile(path: string): vscode.Uri {
  const extension = vscode.extensions.getExtension('inference-charts.inference-charts');
  assert.ok(extension, 'the extension is there');
  return vscode.Uri.joinPath(extension.extensionUri, path);
}
