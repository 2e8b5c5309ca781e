import { MarkupKind, type Hover, type HoverParams } from 'vscode-languageserver/node';
import * as ide from '../../ide/hover.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';

/** textDocument/hover: what a key is, its effective value, and where that comes from. */
export function hover(
  { snapshots, capabilities }: Session,
  { textDocument, position }: HoverParams,
): Hover | null {
  const snapshot = snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  const { analysis, lines } = snapshot;
  const found = ide.hover(analysis, lines.offsetAt(position));
  if (found === undefined) return null;
  const formats = capabilities.textDocument?.hover?.contentFormat;
  const kind =
    formats?.includes(MarkupKind.Markdown) === false ? MarkupKind.PlainText : MarkupKind.Markdown;
  return { contents: { kind, value: found.markdown }, range: rangeOf(lines, found.span) };
}
