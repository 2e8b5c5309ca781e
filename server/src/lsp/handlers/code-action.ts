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
  if (wants(context, CodeActionKind.QuickFix))
    found.push(...ide.codeActions(document, diagnostics, spanOf(lines, range)));
  // Only on request: offered at every cursor, it would hide the fix that is meant.
  if (context.only !== undefined && wants(context, fixAllKind)) {
    const all = ide.fixAll(document, diagnostics);
    if (all !== undefined) found.push(all);
  }
  return found.map((action) => answer(action, { session, snapshot, context }));
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
  const codes = new Set(action.diagnostics.map(({ code }) => code));
  return {
    title: action.title,
    kind: action.kind === 'fix-all' ? fixAllKind : CodeActionKind.QuickFix,
    isPreferred: action.isPreferred,
    diagnostics: context.diagnostics.filter(({ code }) => codes.has(String(code))),
    edit: workspaceEdit(action, session, snapshot),
  };
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
