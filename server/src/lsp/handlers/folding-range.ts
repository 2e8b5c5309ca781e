import type { FoldingRange, FoldingRangeParams } from 'vscode-languageserver/node';
import { foldingRanges } from '../../ide/folding.ts';
import type { Session } from '../session.ts';

/** textDocument/foldingRange: maps, lists and runs of comments. */
export function foldingRange(
  { snapshots }: Session,
  { textDocument }: FoldingRangeParams,
): FoldingRange[] | null {
  const document = snapshots.of(textDocument.uri)?.document;
  return document === undefined ? null : foldingRanges(document).map((range) => ({ ...range }));
}
