import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { languageId, type Request } from '../../server/src/protocol.ts';

/** The server runs in its own process, on the Node that VS Code brings. */
export function startLanguageClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): LanguageClient {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'main.mjs').fsPath;
  return new LanguageClient(
    'inferenceCharts',
    'Inference Charts',
    {
      run: { module, transport: TransportKind.ipc },
      debug: {
        module,
        transport: TransportKind.ipc,
        options: { execArgv: ['--nolazy', '--inspect=6017', '--enable-source-maps'] },
      },
    },
    {
      documentSelector: [{ language: languageId }],
      outputChannel: output,
      synchronize: {
        fileEvents: vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml,tpl,json}'),
      },
      initializationOptions: { isTrusted: vscode.workspace.isTrusted },
    },
  );
}

/** Sends one of our requests with the types it was declared with. */
export function ask<Params, Answer>(
  client: LanguageClient,
  request: Request<Params, Answer>,
  params: Params,
  token?: vscode.CancellationToken,
): Promise<Answer> {
  return client.sendRequest<Answer>(request.method, params, token);
}
