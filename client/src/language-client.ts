import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { allowedPlugins } from './allowed-plugins.ts';
import {
  applyProgress,
  chartChanged,
  didGrantTrust,
  languageId,
  logText,
  type ApplyProgress,
  type InitializationOptions,
  type LogText,
  type Notification,
  type Request,
} from '../../server/src/protocol.ts';

export interface LanguageConnection {
  readonly client: LanguageClient;
  /** The server was told of a document's newest text: what is asked from now on is about that. */
  readonly onDidSync: vscode.Event<vscode.Uri>;
  /** A chart or the settings that choose one changed: what was made with it is out of date. */
  readonly onDidChangeCharts: vscode.Event<unknown>;
  readonly onDidProgress: vscode.Event<ApplyProgress>;
  /** Lines of a log that is followed. */
  readonly onDidLog: vscode.Event<LogText>;
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
      initializationOptions: (): InitializationOptions => ({
        isTrusted: vscode.workspace.isTrusted,
        allowedPlugins: allowedPlugins(context),
      }),
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
  context.subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      if (client.isRunning()) void client.sendNotification(didGrantTrust.method);
    }),
  );
  return {
    client,
    onDidSync: synced.event,
    onDidChangeCharts: eventOf(context, client, chartChanged),
    onDidProgress: eventOf(context, client, applyProgress),
    onDidLog: eventOf(context, client, logText),
  };
}

/** A client has one handler for a notification, and an event any number of listeners. */
function eventOf<Params>(
  context: vscode.ExtensionContext,
  client: LanguageClient,
  { method }: Notification<Params>,
): vscode.Event<Params> {
  const emitter = new vscode.EventEmitter<Params>();
  const handler = client.onNotification(method, (params: Params) => {
    emitter.fire(params);
  });
  context.subscriptions.push(emitter, handler);
  return emitter.event;
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
