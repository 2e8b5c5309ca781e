import { locate } from './locate.ts';
import { parse, type ValuesDocument } from './parse.ts';
import type { Path } from './node.ts';
import { removeKey } from './remove-key.ts';
import { setValue } from './set-value.ts';
import { lineEndOf } from './text-lines.ts';
import type { TextEdit } from './value-edit.ts';

/**
 * The edit that takes the scalar at `path` to `to`, where nothing may stand yet, along with the
 * comment at the end of its line. Comments above it stay where they are: they may be about more.
 */
export function moveValue(document: ValuesDocument, path: Path, to: Path): TextEdit | undefined {
  const { text, root } = document;
  const located = locate(text, root, path);
  if (located?.entry === undefined || located.node.kind !== 'scalar') return undefined;
  const { node } = located;
  if (node.value === null || locate(text, root, to) !== undefined) return undefined;
  const insert = setValue(document, to, node.value);
  if (insert === undefined) return undefined;
  const comment = located.parent?.style === 'flow' ? '' : commentBehind(document, node.span.end);
  const [, body = '', lineBreak = ''] = /^([\s\S]*?)((?:\r?\n)?)$/.exec(insert.newText) ?? [];
  const grown = apply(text, { ...insert, newText: body + comment + lineBreak });
  const moved = parse(grown);
  const remove = removeKey(moved, path);
  if (remove === undefined) return undefined;
  return { span: { start: 0, end: text.length }, newText: apply(grown, remove) };
}

/** With the white space before it; empty when the line ends with the value. */
function commentBehind({ text, comments }: ValuesDocument, end: number): string {
  const lineEnd = lineEndOf(text, end);
  const comment = comments.find(({ span }) => span.start >= end && span.start < lineEnd);
  return comment === undefined ? '' : text.slice(end, comment.span.end);
}

function apply(text: string, { span, newText }: TextEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}
