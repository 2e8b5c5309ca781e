import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';

/** A language server to measure, as an editor starts it. */
export interface ServerCommand {
  readonly name: string;
  readonly script: string;
  readonly languageId: string;
  /** What it is told when it asks for settings, by section. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** An editor with one document, as far as a language server can tell. */
export interface Editor extends AsyncDisposable {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly uri: string;
  open(text: string): Promise<readonly Diagnostic[]>;
  /** Types over a range and waits for diagnostics that are as they must be then. */
  type(
    range: { readonly line: number; readonly start: number; readonly end: number },
    text: string,
    isExpected: (diagnostics: readonly Diagnostic[]) => boolean,
  ): Promise<void>;
}

/** Starts the server and opens a connection; `folder` is the workspace. */
export async function startEditor(command: ServerCommand, folder: string): Promise<Editor> {
  const { script, languageId, settings } = command;
  const server = spawn(process.execPath, [script, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  const uri = `file://${join(folder, 'values.yaml')}`;
  let version = 0;
  let onDiagnostics: (diagnostics: readonly Diagnostic[]) => void = () => undefined;
  connection.onNotification('textDocument/publishDiagnostics', (sent: PublishDiagnosticsParams) => {
    if (sent.uri === uri) onDiagnostics(sent.diagnostics);
  });
  connection.onRequest(
    'workspace/configuration',
    ({ items }: { readonly items: readonly { readonly section?: string }[] }) =>
      items.map(({ section = '' }) => settings[section] ?? null),
  );
  for (const method of ['client/registerCapability', 'workspace/workspaceFolders'])
    connection.onRequest(method, () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: `file://${folder}`,
    workspaceFolders: [{ uri: `file://${folder}`, name: 'bench' }],
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        synchronization: {},
        publishDiagnostics: { relatedInformation: true },
        completion: { completionItem: { snippetSupport: true } },
        codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } },
      },
    },
  });
  await connection.sendNotification('initialized', {});

  const diagnostics = (isExpected: (found: readonly Diagnostic[]) => boolean) =>
    new Promise<readonly Diagnostic[]>((resolve) => {
      onDiagnostics = (found) => {
        if (isExpected(found)) resolve(found);
      };
    });

  return {
    connection,
    process: server,
    uri,
    async open(text) {
      version = 1;
      const found = diagnostics(() => true);
      const textDocument = { uri, languageId, version, text };
      await connection.sendNotification('textDocument/didOpen', { textDocument });
      return found;
    },
    async type({ line, start, end }, text, isExpected) {
      version += 1;
      const range = { start: { line, character: start }, end: { line, character: end } };
      const found = diagnostics(isExpected);
      await connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ range, text }],
      });
      await found;
    },
    async [Symbol.asyncDispose]() {
      connection.dispose();
      const ended = once(server, 'exit');
      server.kill();
      await ended;
    },
  };
}
