import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { fitRequest, languageId, type FitAnswer } from '../../../server/src/protocol.ts';
import { applyDocumentEdit } from '../apply-edit.ts';
import { ask, type LanguageConnection } from '../language-client.ts';
import { pageBody, pageShell } from './page.ts';

/** What the page sends. */
type PageMessage = { readonly kind: 'ready' } | { readonly kind: 'apply'; readonly name: string };

const pauseMs = 100;

/** The picture of a file's memory beside it; one panel, which follows the values file being edited. */
export class MemoryFitView implements vscode.Disposable {
  readonly #client: LanguageConnection['client'];
  readonly #output: vscode.LogOutputChannel;
  readonly #registrations: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #source: vscode.Uri | undefined;
  #answer: FitAnswer | undefined;
  #running: vscode.CancellationTokenSource | undefined;
  #soon: NodeJS.Timeout | undefined;

  constructor(
    { client, onDidSync, onDidChangeCharts }: LanguageConnection,
    output: vscode.LogOutputChannel,
  ) {
    this.#client = client;
    this.#output = output;
    this.#registrations = vscode.Disposable.from(
      onDidSync((uri) => {
        if (uri.toString() === this.#source?.toString()) this.#refreshSoon();
      }),
      onDidChangeCharts(() => {
        this.#refresh();
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor?.document.languageId === languageId) this.#follow(editor.document.uri);
      }),
    );
  }

  /** Opens the picture beside the values file without taking the focus from it. */
  show(source: vscode.Uri): void {
    this.#source = source;
    if (this.#panel === undefined) this.#panel = this.#create();
    else this.#panel.reveal(undefined, true);
    this.#refresh();
  }

  dispose(): void {
    clearTimeout(this.#soon);
    this.#running?.cancel();
    this.#panel?.dispose();
    this.#registrations.dispose();
  }

  #create(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      'inferenceCharts.memoryFit',
      'Inference Memory Fit',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [] },
    );
    panel.webview.onDidReceiveMessage((message: PageMessage) => {
      // A page that was hidden starts again, empty.
      if (message.kind === 'ready') this.#post();
      else void this.#apply(message.name).catch(this.#report);
    });
    panel.onDidDispose(() => {
      this.#running?.cancel();
      this.#panel = undefined;
    });
    panel.webview.html = pageShell(randomBytes(16).toString('base64url'));
    return panel;
  }

  #follow(source: vscode.Uri): void {
    if (this.#panel === undefined || source.toString() === this.#source?.toString()) return;
    this.#source = source;
    this.#refresh();
  }

  /** Findings of the new text come first: the picture can wait until a word is typed. */
  #refreshSoon(): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      this.#refresh();
    }, pauseMs);
  }

  #refresh(): void {
    if (this.#panel !== undefined) void this.#ask().catch(this.#report);
  }

  async #ask(): Promise<void> {
    const source = this.#source;
    if (source === undefined) return;
    this.#running?.cancel();
    const running = new vscode.CancellationTokenSource();
    this.#running = running;
    try {
      const answer = await ask(this.#client, fitRequest, { uri: source.toString() }, running.token);
      if (running.token.isCancellationRequested) return;
      this.#answer = answer;
      this.#post();
    } catch (error) {
      // A newer question took over.
      if (!running.token.isCancellationRequested) throw error;
    } finally {
      running.dispose();
      if (this.#running === running) this.#running = undefined;
    }
  }

  #post(): void {
    if (this.#panel === undefined || this.#answer === undefined || this.#source === undefined)
      return;
    const body = pageBody(this.#answer, path.posix.basename(this.#source.path));
    void this.#panel.webview.postMessage({ body });
  }

  async #apply(name: string): Promise<void> {
    const answer = this.#answer;
    if (answer === undefined || answer.kind === 'not-open' || this.#source === undefined) return;
    const edit = answer.instances.find((instance) => instance.name === name)?.edit;
    if (edit === undefined) return;
    const document = await vscode.workspace.openTextDocument(this.#source);
    if (!(await applyDocumentEdit(document, answer.version, edit)))
      await vscode.window.showWarningMessage(
        'The file changed in the meantime, so nothing was applied. Try again.',
      );
  }

  readonly #report = (error: unknown): void => {
    this.#output.error('memory fit', error instanceof Error ? error : String(error));
  };
}
