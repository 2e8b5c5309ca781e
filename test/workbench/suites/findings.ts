import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from './eventually.ts';

/** Waits until a file is judged as it should be, and answers its findings. */
export async function findings(
  document: vscode.TextDocument,
  ...codes: readonly string[]
): Promise<readonly vscode.Diagnostic[]> {
  const wanted = codes.join(' ');
  return eventually(
    () => {
      const found = ours(document);
      return found.map(codeOf).join(' ') === wanted ? found : undefined;
    },
    () => `${document.uri.path} has "${ours(document).map(codeOf).join(' ')}", not "${wanted}"`,
  );
}

/** The only finding of a file, which must have this code. */
export async function onlyFinding(
  document: vscode.TextDocument,
  code: string,
): Promise<vscode.Diagnostic> {
  const [found] = await findings(document, code);
  assert.ok(found);
  return found;
}

function ours(document: vscode.TextDocument): readonly vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ source }) => source === 'inference-charts')
    .toSorted((a, b) => a.range.start.compareTo(b.range.start));
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
