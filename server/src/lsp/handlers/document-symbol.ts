import {
  SymbolKind,
  type DocumentSymbol,
  type DocumentSymbolParams,
} from 'vscode-languageserver/node';
import { documentSymbols, type DocumentSymbol as Outlined } from '../../ide/document-symbols.ts';
import type { Lines } from '../../syntax/positions.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';

/** textDocument/documentSymbol: the keys of the file as an outline. */
export function documentSymbol(
  { snapshots }: Session,
  { textDocument }: DocumentSymbolParams,
): DocumentSymbol[] | null {
  const snapshot = snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  return documentSymbols(snapshot.document).map((symbol) => outlined(symbol, snapshot.lines));
}

function outlined(
  { name, detail, kind, span, keySpan, children }: Outlined,
  lines: Lines,
): DocumentSymbol {
  return {
    name,
    detail,
    kind: kinds[kind],
    range: rangeOf(lines, span),
    selectionRange: rangeOf(lines, keySpan),
    children: children.map((child) => outlined(child, lines)),
  };
}

const kinds = {
  map: SymbolKind.Module,
  list: SymbolKind.Array,
  text: SymbolKind.String,
  number: SymbolKind.Number,
  boolean: SymbolKind.Boolean,
  null: SymbolKind.Null,
} as const;
