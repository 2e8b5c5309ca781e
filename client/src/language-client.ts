import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { languageId, type Request } from '../../server/src/protocol.ts';

export interface LanguageConnection {
  readonly client: LanguageClient;
  /** The server was told of a document's newest text: what is asked from now on is about that. */
  readonly onDidSync: vscode.Event<vscode.Uri>;
}

/** The server runs in its own process, on the Node that VS Code brings. */
export function connectLanguageServer(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): LanguageConnection {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'main.mjs').fsPath;
  const synced = new vscode.EventEmitter<vscode.Uri>();
  context.subscriptions.push(synced);
  const client = new LanguageClient(
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
      middleware: {
        didOpen: async (document, next) => {
          await next(document);
          synced.fire(document.uri);
        },
        didChange: async (event, next) => {
          await next(event);
          synced.fire(event.document.uri);
        },
      },
    },
  );
  return { client, onDidSync: synced.event };
}

/** Sends one of our requests with the types it was declared with. */
export function ask<Params, Answer>(
  client: LanguageClient,
  request: Request<Params, Answer>,
  params: Params,
  token?: vscode.CancellationToken,
): Promise<Answer> {
  // An absent token must not be passed on: it would be sent as a second parameter.
  return token === undefined
    ? client.sendRequest<Answer>(request.method, params)
    : client.sendRequest<Answer>(request.method, params, token);
}
