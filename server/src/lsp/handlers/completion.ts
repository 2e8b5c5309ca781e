import {
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type CompletionItem,
  type CompletionParams,
} from 'vscode-languageserver/node';
import { complete, type Completion } from '../../ide/completion.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** What asks for proposals by itself: the space after a colon, and what model ids and resource names are joined with. */
export const triggerCharacters = [' ', ':', '-', '/', '.'];

/** textDocument/completion: what can be written at the cursor, what fits the file best first. */
export function completion(
  session: Session,
  { textDocument, position }: CompletionParams,
): CompletionItem[] | null {
  const snapshot = session.snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  const offset = snapshot.lines.offsetAt(position);
  const { generation = '0.1' } = snapshot.surrounded.chart;
  const proposals = complete(snapshot.analysis, offset, session.ports.presets.list(generation));
  return proposals.map((proposal, index) => item(proposal, index, { session, snapshot }));
}

function item(
  { label, kind, detail, documentation, span, newText, snippet, filterText, asksAgain }: Completion,
  index: number,
  { session, snapshot }: { readonly session: Session; readonly snapshot: Snapshot },
): CompletionItem {
  const { capabilities, isOurExtension } = session;
  const takesSnippets = capabilities.textDocument?.completion?.completionItem?.snippetSupport;
  const isSnippet = takesSnippets === true && snippet !== undefined;
  return {
    label,
    kind: kinds[kind],
    filterText,
    // Editors sort by this text; the order is ours.
    sortText: String(index).padStart(5, '0'),
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.asIs,
    textEdit: { range: rangeOf(snapshot.lines, span), newText: isSnippet ? snippet : newText },
    ...(detail !== '' && { detail }),
    ...(documentation !== '' && {
      documentation: { kind: MarkupKind.Markdown, value: documentation },
    }),
    // A command of VS Code: others would not know it.
    ...(asksAgain &&
      isOurExtension && { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
  };
}

const kinds = {
  key: CompletionItemKind.Property,
  map: CompletionItemKind.Module,
  value: CompletionItemKind.EnumMember,
  preset: CompletionItemKind.Snippet,
  model: CompletionItemKind.Constant,
  'instance-type': CompletionItemKind.Constant,
} as const;
