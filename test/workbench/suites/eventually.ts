import * as vscode from 'vscode';

/** How long something may take to be seen. Less than a test has, so that the test can say what it saw. */
const limitMs = 20_000;

/**
 * Answers what `probe` finds, asked now and again whenever VS Code says that something changed:
 * a document, its language, its diagnostics, a tab. `seen` tells what is there instead when the
 * time is up.
 */
export async function eventually<Found>(
  probe: () => Found | undefined,
  seen: () => string = () => 'It was never seen.',
): Promise<Found> {
  const { promise, resolve, reject } = Promise.withResolvers<Found>();
  const look = () => {
    try {
      const found = probe();
      if (found !== undefined) resolve(found);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const timer = setTimeout(() => {
    reject(new Error(seen()));
  }, limitMs);
  const listening = vscode.Disposable.from(
    vscode.languages.onDidChangeDiagnostics(look),
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.window.onDidChangeVisibleTextEditors(look),
    vscode.window.tabGroups.onDidChangeTabs(look),
    vscode.workspace.onDidChangeTextDocument(look),
    vscode.workspace.onDidOpenTextDocument(look),
  );
  look();
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    listening.dispose();
  }
}
