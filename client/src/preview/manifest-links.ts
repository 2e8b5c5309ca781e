import * as vscode from 'vscode';
import {
  languageId,
  manifestLinesRequest,
  manifestSourceRequest,
  type LineRange,
  type ManifestSourceAnswer,
} from '../../../server/src/protocol.ts';
import { ask, type LanguageConnection } from '../language-client.ts';
import { previewScheme, sourceOf, type ManifestPreview } from './manifest-preview.ts';

/**
 * Links a values file with the preview beside it: the place of the cursor in one is marked in the
 * other, and going to a definition leads across. What belongs together is the server's answer.
 */
export class ManifestLinks implements vscode.DefinitionProvider, vscode.Disposable {
  readonly #client: LanguageConnection['client'];
  readonly #preview: ManifestPreview;
  readonly #output: vscode.LogOutputChannel;
  readonly #marks = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.wordHighlightStrongForeground'),
  });
  readonly #registrations: vscode.Disposable;
  #running: vscode.CancellationTokenSource | undefined;

  constructor(
    { client }: LanguageConnection,
    preview: ManifestPreview,
    output: vscode.LogOutputChannel,
  ) {
    this.#client = client;
    this.#preview = preview;
    this.#output = output;
    this.#registrations = vscode.Disposable.from(
      this.#marks,
      vscode.languages.registerDefinitionProvider({ scheme: previewScheme }, this),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.#follow(textEditor);
      }),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        if (editor !== undefined) this.#follow(editor);
      }),
      // After typing, the lines that the cursor stands for are others.
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const active = vscode.window.activeTextEditor;
        if (document.uri.scheme === previewScheme && active !== undefined) this.#follow(active);
      }),
    );
  }

  /** From the manifests to the values, and to the template lines between them. */
  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.LocationLink[]> {
    const found = await this.#sourceOf(document, position.line, token);
    const { text, firstNonWhitespaceCharacterIndex: start } = document.lineAt(position.line);
    const originSelectionRange = new vscode.Range(position.line, start, position.line, text.length);
    return [...(found?.values ?? []), ...(found?.templates ?? [])].map(({ uri, range }) => ({
      originSelectionRange,
      targetUri: vscode.Uri.parse(uri, true),
      targetRange: rangeOf(range),
    }));
  }

  /** Opens the value that the line of a preview comes from; false when it comes from none. */
  async goToValues(editor: vscode.TextEditor): Promise<boolean> {
    const found = await this.#sourceOf(editor.document, editor.selection.active.line);
    const [value] = found?.values ?? [];
    if (value === undefined) return false;
    const uri = vscode.Uri.parse(value.uri, true);
    const shown = vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    await vscode.window.showTextDocument(uri, {
      selection: rangeOf(value.range),
      viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One,
    });
    return true;
  }

  /** Moves to what comes from the place of the cursor; false when nothing does. */
  async showInPreview(editor: vscode.TextEditor): Promise<boolean> {
    const preview = await this.#preview.open(editor.document.uri);
    const lines = await this.#linesOf(editor);
    const [first] = lines ?? [];
    if (first === undefined) return false;
    preview.setDecorations(this.#marks, marksOf(lines ?? []));
    const start = new vscode.Position(first.start, 0);
    const shown = await vscode.window.showTextDocument(preview.document, {
      viewColumn: preview.viewColumn ?? vscode.ViewColumn.Beside,
      selection: new vscode.Range(start, start),
    });
    shown.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenter);
    return true;
  }

  dispose(): void {
    this.#running?.cancel();
    this.#registrations.dispose();
  }

  #follow(editor: vscode.TextEditor): void {
    if (editor !== vscode.window.activeTextEditor) return;
    const isPreview = editor.document.uri.scheme === previewScheme;
    if (!isPreview && editor.document.languageId !== languageId) return;
    this.#running?.cancel();
    const running = new vscode.CancellationTokenSource();
    this.#running = running;
    const marked = isPreview
      ? this.#markValues(editor, running.token)
      : this.#markManifests(editor, running.token);
    marked
      .catch((error: unknown) => {
        if (running.token.isCancellationRequested) return;
        this.#output.error('manifest links', error instanceof Error ? error : String(error));
      })
      .finally(() => {
        running.dispose();
        if (this.#running === running) this.#running = undefined;
      });
  }

  async #markManifests(values: vscode.TextEditor, token: vscode.CancellationToken): Promise<void> {
    const previews = vscode.window.visibleTextEditors.filter(
      ({ document }) =>
        document.uri.scheme === previewScheme &&
        sourceOf(document.uri).toString() === values.document.uri.toString(),
    );
    values.setDecorations(this.#marks, []);
    if (previews.length === 0) return;
    const lines = (await this.#linesOf(values, token)) ?? [];
    if (token.isCancellationRequested) return;
    for (const preview of previews) {
      preview.setDecorations(this.#marks, marksOf(lines));
      reveal(preview, lines);
    }
  }

  async #markValues(preview: vscode.TextEditor, token: vscode.CancellationToken): Promise<void> {
    const found = await this.#sourceOf(preview.document, preview.selection.active.line, token);
    if (token.isCancellationRequested) return;
    preview.setDecorations(this.#marks, []);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.languageId !== languageId) continue;
      const own = (found?.values ?? []).filter(
        ({ uri }) => vscode.Uri.parse(uri, true).toString() === editor.document.uri.toString(),
      );
      const lines = own.map(({ range }) => ({ start: range.start.line, end: range.end.line }));
      editor.setDecorations(this.#marks, marksOf(lines));
      reveal(editor, lines);
    }
  }

  /** Undefined while the preview shows another version of the file than the server knows. */
  async #linesOf(
    { document, selection }: vscode.TextEditor,
    token?: vscode.CancellationToken,
  ): Promise<readonly LineRange[] | undefined> {
    const { line, character } = selection.active;
    const answer = await ask(
      this.#client,
      manifestLinesRequest,
      { uri: document.uri.toString(), position: { line, character } },
      token,
    );
    const isShown = answer?.version === this.#preview.versionShown(document.uri);
    return answer === null || !isShown ? undefined : answer.lines;
  }

  async #sourceOf(
    preview: vscode.TextDocument,
    line: number,
    token?: vscode.CancellationToken,
  ): Promise<ManifestSourceAnswer | undefined> {
    const source = sourceOf(preview.uri);
    const version = this.#preview.versionShown(source);
    if (version === undefined) return undefined;
    const params = { uri: source.toString(), line };
    const answer = await ask(this.#client, manifestSourceRequest, params, token);
    return answer === null || answer.version !== version ? undefined : answer;
  }
}

function marksOf(lines: readonly LineRange[]): vscode.Range[] {
  return lines.map(({ start, end }) => new vscode.Range(start, 0, end, 0));
}

function reveal(editor: vscode.TextEditor, [first]: readonly LineRange[]): void {
  if (first === undefined) return;
  const line = new vscode.Range(first.start, 0, first.start, 0);
  editor.revealRange(line, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

function rangeOf({ start, end }: ManifestSourceAnswer['values'][number]['range']): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
