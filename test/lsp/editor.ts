import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type Diagnostic,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import {
  languageId,
  type InitializationOptions,
  type Notification,
  type Request,
} from '../../server/src/protocol.ts';

const main = join(import.meta.dirname, '../../server/src/main.ts');

export interface EditorOptions {
  readonly capabilities?: ClientCapabilities;
  /** What the editor answers when it is asked for the settings `inferenceCharts`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** What our own client says at the start; other editors say nothing. */
  readonly initializationOptions?: InitializationOptions;
  /** Files of the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** The editor's side of the protocol, with the real server in a process of its own and a folder on the disk. */
export class Editor {
  readonly connection: ProtocolConnection;
  readonly folder = mkdtempSync(join(tmpdir(), 'inference-charts-lsp-'));
  /** What Helm would have fetched. */
  readonly helmCache = join(this.folder, '.helm');
  readonly #server = spawn(process.execPath, [main, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, HELM_CACHE_HOME: this.helmCache },
  });
  readonly #versions = new Map<string, number>();
  readonly #diagnostics = new Map<string, PublishDiagnosticsParams>();
  #settings: Readonly<Record<string, unknown>>;
  #onDiagnostics: () => void = () => undefined;
  initialized: InitializeResult | undefined;

  private constructor({ settings = {} }: EditorOptions) {
    this.#settings = settings;
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.#server.stdout),
      new StreamMessageWriter(this.#server.stdin),
    );
    this.connection.onNotification(
      'textDocument/publishDiagnostics',
      (published: PublishDiagnosticsParams) => {
        this.#diagnostics.set(published.uri, published);
        this.#onDiagnostics();
      },
    );
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.#settings),
    );
    this.connection.onRequest('workspace/workspaceFolders', () => [
      { uri: this.uri(''), name: 'workspace' },
    ]);
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.listen();
  }

  static async start(options: EditorOptions = {}): Promise<Editor> {
    const editor = new Editor(options);
    for (const [path, text] of Object.entries(options.files ?? {})) editor.write(path, text);
    editor.initialized = await editor.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: editor.uri(''),
      workspaceFolders: [{ uri: editor.uri(''), name: 'workspace' }],
      ...(options.initializationOptions && {
        initializationOptions: options.initializationOptions,
      }),
      capabilities: {
        workspace: { configuration: true, workspaceFolders: true },
        textDocument: { publishDiagnostics: { relatedInformation: true } },
        ...options.capabilities,
      },
    });
    await editor.connection.sendNotification('initialized', {});
    return editor;
  }

  uri(path: string): string {
    return pathToFileURL(join(this.folder, path)).href;
  }

  write(path: string, text: string): void {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** Opens a document and waits for what the server says of it. */
  async open(path: string, text: string): Promise<readonly Diagnostic[]> {
    this.#versions.set(path, 1);
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: this.uri(path), languageId, version: 1, text },
    });
    return this.diagnostics(path);
  }

  /** Replaces a range of text, as typing does, and waits for what the server says of it. */
  async type(
    path: string,
    [line, from, to]: readonly [number, number, number],
    text: string,
  ): Promise<readonly Diagnostic[]> {
    await this.send(path, [line, from, to], text);
    return this.diagnostics(path);
  }

  async send(
    path: string,
    [line, from, to]: readonly [number, number, number],
    text: string,
  ): Promise<void> {
    const version = (this.#versions.get(path) ?? 0) + 1;
    this.#versions.set(path, version);
    const range = { start: { line, character: from }, end: { line, character: to } };
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri(path), version },
      contentChanges: [{ range, text }],
    });
  }

  /** What the server published for the current version, once it has. */
  async diagnostics(path: string): Promise<readonly Diagnostic[]> {
    for (;;) {
      const published = this.#diagnostics.get(this.uri(path));
      if (published?.version === this.#versions.get(path)) return published?.diagnostics ?? [];
      await this.nextDiagnostics();
    }
  }

  /** Resolves when the server publishes diagnostics again, of whichever document. */
  nextDiagnostics(): Promise<void> {
    return new Promise((resolve) => {
      this.#onDiagnostics = resolve;
    });
  }

  ask<Params, Answer>({ method }: Request<Params, Answer>, params: Params): Promise<Answer> {
    return this.connection.sendRequest<Answer>(method, params);
  }

  /** The next notification of this kind. */
  told<Params>({ method }: Notification<Params>): Promise<Params> {
    return new Promise((resolve) => {
      const listener = this.connection.onNotification(method, (params: Params) => {
        listener.dispose();
        resolve(params);
      });
    });
  }

  async changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    this.#settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  async close(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.#server.once('exit', resolve));
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await ended;
    this.connection.dispose();
    rmSync(this.folder, { recursive: true, force: true });
    return code;
  }
}
