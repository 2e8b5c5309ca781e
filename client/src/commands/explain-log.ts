import * as vscode from 'vscode';
import {
  explainLogRequest,
  languageId,
  type DocumentEdit,
  type ExplainedFailure,
  type ExplainLogAnswer,
} from '../../../server/src/protocol.ts';
import { applyDocumentEdit, rangeIn } from '../apply-edit.ts';
import { ask } from '../language-client.ts';
import type { Command } from '../session.ts';

export const explainLog: Command = {
  id: 'inferenceCharts.explainLog',
  run: async (session) => {
    const values = valuesDocument();
    const log = await logText();
    if (log === undefined) return;
    const answer = await ask(session.client, explainLogRequest, {
      log,
      ...(values && { uri: values.uri.toString() }),
    });
    const choices = choicesOf(answer);
    if (choices.length === 0) {
      await vscode.window.showInformationMessage(
        'Nothing in this text is a failure or a figure that we know of.',
      );
      return;
    }
    const picked = await vscode.window.showQuickPick(choices, {
      title: 'Explain vLLM Log',
      placeHolder:
        answer.failures[0]?.message ?? 'No failure that we know of; this is what the log says.',
      matchOnDetail: true,
    });
    if (picked !== undefined && values !== undefined) await follow(picked, values, answer);
  },
};

interface Choice extends vscode.QuickPickItem {
  readonly range?: DocumentEdit['range'];
  readonly edit?: DocumentEdit;
}

/** The cause, what cures it, the lines that decide it; then the figures of the log. */
function choicesOf({ failures, figures }: ExplainLogAnswer): readonly Choice[] {
  const separator = { label: 'What the log says', kind: vscode.QuickPickItemKind.Separator };
  return [
    ...failures.flatMap(choicesOfFailure),
    ...(figures.length === 0 ? [] : [separator]),
    ...figures.map(([label, text]) => ({ label: `$(graph) ${label}`, description: text })),
  ];
}

function choicesOfFailure({ message, line, source, keys, fixes }: ExplainedFailure): Choice[] {
  return [
    { label: `Line ${line + 1} of the log`, kind: vscode.QuickPickItemKind.Separator },
    { label: `$(error) ${message}`, description: source },
    ...fixes.map(({ title, edit }) => ({
      label: `$(lightbulb) ${title}`,
      description: edit ? '' : 'cannot be applied to the open file',
      ...(edit && { edit }),
    })),
    ...keys.map(({ key, value, range }) => ({
      label: `$(symbol-key) ${key}`,
      description: value ?? 'not set',
      ...(range && { detail: `Line ${range.start.line + 1} of the values file`, range }),
    })),
  ];
}

async function follow(
  { range, edit }: Choice,
  document: vscode.TextDocument,
  { version }: ExplainLogAnswer,
): Promise<void> {
  if (edit === undefined && range === undefined) return;
  const editor = await vscode.window.showTextDocument(document);
  if (edit !== undefined && version !== undefined) {
    if (!(await applyDocumentEdit(document, version, edit)))
      await vscode.window.showWarningMessage(
        'The file changed in the meantime, so nothing was applied. Try again.',
      );
    editor.revealRange(rangeIn(edit.range), vscode.TextEditorRevealType.InCenter);
  } else if (range !== undefined) {
    editor.selection = new vscode.Selection(rangeIn(range).start, rangeIn(range).end);
    editor.revealRange(rangeIn(range), vscode.TextEditorRevealType.InCenter);
  }
}

/** The active values file, else one that can be seen, else one that is open. */
function valuesDocument(): vscode.TextDocument | undefined {
  const { activeTextEditor, visibleTextEditors } = vscode.window;
  return [
    ...(activeTextEditor ? [activeTextEditor.document] : []),
    ...visibleTextEditors.map(({ document }) => document),
    ...vscode.workspace.textDocuments,
  ].find((document) => document.languageId === languageId);
}

/**
 * What is selected; else the whole active document when it is no values file, such as a log; else the
 * clipboard. With none of them a document opens to paste into.
 */
async function logText(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  if (selected.trim() !== '') return selected;
  const isLog = editor !== undefined && !/yaml|^inference-values$/.test(editor.document.languageId);
  if (isLog && editor.document.getText().trim() !== '') return editor.document.getText();
  const copied = await vscode.env.clipboard.readText();
  if (copied.trim() !== '') return copied;
  const empty = await vscode.workspace.openTextDocument({ language: 'log', content: '' });
  await vscode.window.showTextDocument(empty);
  await vscode.window.showInformationMessage(
    'Paste the log here, then run Explain vLLM Log again.',
  );
  return undefined;
}
