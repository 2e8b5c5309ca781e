import * as ide from '../../ide/explain-log.ts';
import type { ExplainLogAnswer, ExplainLogParams } from '../../protocol.ts';
import type { TextEdit } from '../../syntax/edit-values.ts';
import type { Span } from '../../syntax/node.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';

/** inference/explainLog: what a pasted log proves, and the lines of the document that decide it. */
export function explainLog(
  { snapshots }: Session,
  { log, uri }: ExplainLogParams,
): ExplainLogAnswer {
  const snapshot = uri === undefined ? undefined : snapshots.of(uri);
  const { failures, figures } = ide.explainLog(log, snapshot?.analysis);
  const place = (span: Span | undefined) =>
    span && snapshot ? { range: rangeOf(snapshot.lines, span) } : {};
  const change = (edit: TextEdit | undefined) =>
    edit && snapshot
      ? { edit: { range: rangeOf(snapshot.lines, edit.span), newText: edit.newText } }
      : {};
  return {
    ...(snapshot && { version: snapshot.version }),
    figures,
    failures: failures.map(({ message, line, source, keys, fixes }) => ({
      message,
      line,
      source,
      keys: keys.map(({ key, span, value }) => ({
        key,
        ...place(span),
        ...(value !== undefined && { value }),
      })),
      fixes: fixes.map(({ title, edit }) => ({ title, ...change(edit) })),
    })),
  };
}
