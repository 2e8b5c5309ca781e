import {
  CodeActionKind,
  type CodeAction,
  type CodeActionContext,
  type CodeActionParams,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import * as ide from '../../ide/code-actions.ts';
import { rangeOf, spanOf } from '../range.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** Of our own, so that "fix all" of other extensions and ours can be told apart. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.inferenceCharts`;

/** textDocument/codeAction: fixes of what is wrong here, silence for it, and all safe fixes at once. */
export function codeAction(
  session: Session,
  { textDocument, range, context }: CodeActionParams,
): CodeAction[] | null {
  const snapshot = session.snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  const { document, diagnostics, lines } = snapshot;
  const found: ide.CodeAction[] = [];
  const commands: CodeAction[] = [];
  if (wants(context, CodeActionKind.QuickFix)) {
    const span = spanOf(lines, range);
    found.push(...ide.codeActions(document, diagnostics, span));
    // Other editors have no such command.
    if (session.isOurExtension)
      for (const action of ide.commandActions(diagnostics, span))
        commands.push(commandAnswer(action, textDocument.uri, context));
  }
  // Only on request: offered at every cursor, it would hide the fix that is meant.
  if (context.only !== undefined && wants(context, fixAllKind)) {
    const all = ide.fixAll(document, diagnostics);
    if (all !== undefined) found.push(all);
  }
  return [...commands, ...found.map((action) => answer(action, { session, snapshot, context }))];
}

/** A kind stands for everything below it: `source` asks for `source.fixAll.inferenceCharts` too. */
function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
}

interface Asked {
  readonly session: Session;
  readonly snapshot: Snapshot;
  readonly context: CodeActionContext;
}

function answer(action: ide.CodeAction, { session, snapshot, context }: Asked): CodeAction {
  return {
    title: action.title,
    kind: action.kind === 'fix-all' ? fixAllKind : CodeActionKind.QuickFix,
    isPreferred: action.isPreferred,
    diagnostics: among(context, action.diagnostics),
    edit: workspaceEdit(action, session, snapshot),
  };
}

function commandAnswer(
  { title, diagnostics }: ide.CommandAction,
  uri: string,
  context: CodeActionContext,
): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    isPreferred: true,
    diagnostics: among(context, diagnostics),
    command: { title, command: 'inferenceCharts.getChart', arguments: [uri] },
  };
}

/** As the editor knows them. */
function among({ diagnostics }: CodeActionContext, ours: ide.CodeAction['diagnostics']) {
  const codes = new Set(ours.map(({ code }) => code));
  return diagnostics.filter(({ code }) => codes.has(String(code)));
}

/** With the version where the editor takes it: an edit of an older text must not be applied to a newer one. */
function workspaceEdit(
  { edit }: ide.CodeAction,
  { capabilities }: Session,
  { uri, version, lines }: Snapshot,
): WorkspaceEdit {
  const changes = [{ range: rangeOf(lines, edit.span), newText: edit.newText }];
  return capabilities.workspace?.workspaceEdit?.documentChanges === true
    ? { documentChanges: [{ textDocument: { uri, version }, edits: changes }] }
    : { changes: { [uri]: changes } };
}
