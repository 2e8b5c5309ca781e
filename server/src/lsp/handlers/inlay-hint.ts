import type { InlayHint, InlayHintParams } from 'vscode-languageserver/node';
import { inlayHints } from '../../ide/inlay-hints.ts';
import { spanOf } from '../range.ts';
import type { Session } from '../session.ts';

/** textDocument/inlayHint: the memory estimate behind the values that decide it. */
export function inlayHint(
  { snapshots }: Session,
  { textDocument, range }: InlayHintParams,
): InlayHint[] | null {
  const snapshot = snapshots.of(textDocument.uri);
  if (snapshot === undefined) return null;
  const { analysis, lines } = snapshot;
  return inlayHints(analysis, spanOf(lines, range)).map(({ offset, label, tooltip }) => ({
    position: lines.positionAt(offset),
    label,
    tooltip,
    paddingLeft: true,
  }));
}
