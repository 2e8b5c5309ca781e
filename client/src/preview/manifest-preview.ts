import * as path from 'node:path';
import * as vscode from 'vscode';
import { renderRequest, type RenderAnswer } from '../../../server/src/protocol.ts';
import { ask, type LanguageConnection } from '../language-client.ts';
import { previewText, type PreviewState } from './preview-text.ts';

export const previewScheme = 'inference-manifests';

interface Preview {
  readonly source: vscode.Uri;
  state: PreviewState;
  running: vscode.CancellationTokenSource | undefined;
  /** The newest rendering, under way or done. */
  rendering: Promise<boolean>;
}

/** Read-only documents with what Helm would print, following their values file as it is typed. */
export class ManifestPreview implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #client: LanguageConnection['client'];
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #previews = new Map<string, Preview>();
  readonly #registrations: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor({ client, onDidSync, onDidChangeCharts }: LanguageConnection) {
    this.#client = client;
    this.#registrations = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(previewScheme, this),
      onDidSync((source) => {
        this.#renderAgain(source);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => {
        if (document.uri.scheme === previewScheme) this.#forget(document.uri);
      }),
      onDidChangeCharts(() => {
        for (const { source } of this.#previews.values()) this.#renderAgain(source);
      }),
    );
  }

  /** Opens the preview beside the values file without taking the focus from it. */
  async open(source: vscode.Uri): Promise<vscode.TextEditor> {
    const document = await vscode.workspace.openTextDocument(previewUri(source));
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    if (shown !== undefined) return shown;
    return vscode.window.showTextDocument(document, {
      viewColumn: vscode.ViewColumn.Beside,
      preserveFocus: true,
      preview: true,
    });
  }

  /** The version of the values file whose manifests are shown; undefined while they are out of date. */
  versionShown(source: vscode.Uri): number | undefined {
    const state = this.#previews.get(previewUri(source).toString())?.state;
    return state?.problem === '' ? state.version : undefined;
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const key = uri.toString();
    const known = this.#previews.get(key);
    if (known !== undefined) return previewText(known.state);
    const preview: Preview = {
      source: sourceOf(uri),
      state: { good: '', problem: '' },
      running: undefined,
      rendering: Promise.resolve(false),
    };
    this.#previews.set(key, preview);
    preview.rendering = this.#render(preview);
    // VS Code hears of no change before it has a first text, so that must be the newest.
    for (let awaited; awaited !== preview.rendering;) {
      awaited = preview.rendering;
      await awaited;
    }
    return previewText(preview.state);
  }

  dispose(): void {
    for (const { running } of this.#previews.values()) running?.cancel();
    this.#previews.clear();
    this.#registrations.dispose();
  }

  #renderAgain(source: vscode.Uri): void {
    const uri = previewUri(source);
    const preview = this.#previews.get(uri.toString());
    if (preview === undefined) return;
    preview.rendering = this.#render(preview);
    void preview.rendering.then((isCurrent) => {
      if (isCurrent) this.#changed.fire(uri);
    });
  }

  /** False when a newer request took over; then there is nothing new to show. */
  async #render(preview: Preview): Promise<boolean> {
    preview.running?.cancel();
    const running = new vscode.CancellationTokenSource();
    preview.running = running;
    try {
      const uri = preview.source.toString();
      // A window that is restored may show the preview before anybody opened the file.
      await vscode.workspace.openTextDocument(preview.source);
      const answer = await ask(this.#client, renderRequest, { uri }, running.token);
      return !running.token.isCancellationRequested && take(preview, answer);
    } catch (error) {
      if (running.token.isCancellationRequested) return false;
      const problem = error instanceof Error ? error.message : String(error);
      preview.state = { ...preview.state, problem };
      return true;
    } finally {
      running.dispose();
      if (preview.running === running) preview.running = undefined;
    }
  }

  #forget(uri: vscode.Uri): void {
    this.#previews.get(uri.toString())?.running?.cancel();
    this.#previews.delete(uri.toString());
  }
}

function take(preview: Preview, answer: RenderAnswer): boolean {
  switch (answer.kind) {
    case 'rendered':
      preview.state = { good: answer.manifests, problem: '', version: answer.version };
      return true;
    case 'failed':
      preview.state = { ...preview.state, problem: answer.message };
      return true;
    case 'cancelled':
      return false;
  }
}

/** Its name makes it YAML, and none of the names by which values files are known. */
function previewUri(source: vscode.Uri): vscode.Uri {
  const { dir, base } = path.posix.parse(source.path);
  const name = base.replace(/(\.inference)?\.ya?ml$/, '');
  return vscode.Uri.from({
    scheme: previewScheme,
    path: path.posix.join('/', dir, `Manifests of ${name}.yaml`),
    query: source.toString(),
  });
}

/** The values file that a preview is of. */
export function sourceOf(preview: vscode.Uri): vscode.Uri {
  return vscode.Uri.parse(preview.query, true);
}
