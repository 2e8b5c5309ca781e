import * as vscode from 'vscode';

/**
 * Answers what `probe` finds, asked now and again whenever VS Code says that something changed:
 * a document, its language, its diagnostics, a tab. The time limit is the test's own.
 */
export async function eventually<Found>(probe: () => Found | undefined): Promise<Found> {
  const { promise, resolve, reject } = Promise.withResolvers<Found>();
  const look = () => {
    try {
      const found = probe();
      if (found !== undefined) resolve(found);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const listening = vscode.Disposable.from(
    vscode.languages.onDidChangeDiagnostics(look),
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.window.tabGroups.onDidChangeTabs(look),
    vscode.workspace.onDidChangeTextDocument(look),
    vscode.workspace.onDidOpenTextDocument(look),
  );
  look();
  try {
    return await promise;
  } finally {
    listening.dispose();
  }
}
