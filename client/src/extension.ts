import * as vscode from 'vscode';
import { commands } from './commands/registry.ts';
import { Endpoints } from './endpoints.ts';
import { keepLanguageMode } from './language-mode.ts';
import { connectLanguageServer } from './language-client.ts';
import { MemoryFitView } from './memory-fit/memory-fit-view.ts';
import { ManifestLinks } from './preview/manifest-links.ts';
import { ManifestPreview } from './preview/manifest-preview.ts';
import { PlanTexts } from './plan-texts.ts';
import { ReleasesView } from './releases/releases-view.ts';
import { showChartInStatusBar } from './chart-status.ts';
import type { Session } from './session.ts';

let session: Session | undefined;

/** The client asks, shows and confirms; whatever is known about inference lives in the server. */
export function activate(context: vscode.ExtensionContext): void {
  const output = vscode.window.createOutputChannel('Inference Charts', { log: true });
  const connection = connectLanguageServer(context, output);
  const preview = new ManifestPreview(connection);
  session = {
    ...connection,
    context,
    output,
    preview,
    links: new ManifestLinks(connection, preview, output),
    planTexts: new PlanTexts(),
    memoryFit: new MemoryFitView(connection, output),
    endpoints: new Endpoints(connection),
    releases: new ReleasesView(connection, context.workspaceState),
  };
  const { links, planTexts, memoryFit, endpoints, releases } = session;
  context.subscriptions.push(output, preview, links, planTexts, memoryFit, endpoints, releases);
  for (const command of commands) context.subscriptions.push(register(command, session));
  context.subscriptions.push(keepLanguageMode(session), showChartInStatusBar(session));
  // Not awaited: VS Code goes on while the server starts, and requests wait for it by themselves.
  connection.client.start().catch((error: unknown) => {
    output.error('language server', error instanceof Error ? error : String(error));
    void vscode.window.showErrorMessage(
      'The language server of Inference Charts did not start; its log has the reason. Reload the window to try again.',
    );
  });
}

export async function deactivate(): Promise<void> {
  await session?.client.stop();
}

/** One guard for every command: a bug is logged with its context and answered politely. */
function register(command: (typeof commands)[number], session: Session): vscode.Disposable {
  return vscode.commands.registerCommand(command.id, async (...args: unknown[]) => {
    try {
      await command.run(session, ...args);
    } catch (error) {
      if (error instanceof vscode.CancellationError) return;
      session.output.error(command.id, error instanceof Error ? error : String(error));
      const showLog = 'Show Log';
      const choice = await vscode.window.showErrorMessage(
        'Inference Charts ran into a fault of its own; the log has the details.',
        showLog,
      );
      if (choice === showLog) session.output.show();
    }
  });
}
