import { locate } from './locate.ts';
import { parse, type ValuesDocument } from './parse.ts';
import type { Comment } from './comment.ts';
import type { Span } from './node.ts';
import { removeKey } from './remove-key.ts';
import { setValue } from './set-value.ts';
import { lineBreakOf, lineEndOf, lineStartOf } from './text-lines.ts';
import type { TextEdit, ValueEdit } from './value-edit.ts';

type Move = Extract<ValueEdit, { readonly kind: 'move' }>;

/**
 * The edit that takes the scalar at `path` to `to`, where nothing may stand yet, along with the
 * comment at the end of its line. Comments above it stay where they are unless they are asked for:
 * they may be about more.
 */
export function moveValue(
  document: ValuesDocument,
  { path, to, takesCommentsAbove = false }: Move,
): TextEdit | undefined {
  const { text, root } = document;
  const located = locate(text, root, path);
  if (located?.entry === undefined || located.node.kind !== 'scalar') return undefined;
  const { node } = located;
  if (node.value === null || locate(text, root, to) !== undefined) return undefined;
  const insert = setValue(document, to, node.value);
  if (insert === undefined) return undefined;
  const comment = located.parent?.style === 'flow' ? '' : commentBehind(document, node.span.end);
  const [, body = '', lineBreak = ''] = /^([\s\S]*?)((?:\r?\n)?)$/.exec(insert.newText) ?? [];
  const isOnItsLine = insert.newText.includes('\n');
  const above =
    takesCommentsAbove && isOnItsLine ? commentsAbove(document, located.entry.keySpan.start) : [];
  const shown = withLinesAbove(
    body,
    above.map(({ span }) => text.slice(span.start, span.end)),
  );
  // What is taken away stands before or behind what is added: the later one first.
  const bare = above.map(({ span }) => lineOf(text, span.start));
  const changes = [
    { ...insert, newText: shown + comment + lineBreak },
    ...bare.map((span) => ({ span, newText: '' })),
  ].toSorted((a, b) => b.span.start - a.span.start);
  const grown = changes.reduce(apply, text);
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

/** Comments on lines of their own, one below the other, right above the key. */
function commentsAbove({ text, comments }: ValuesDocument, key: number): readonly Comment[] {
  const found: Comment[] = [];
  let start = lineStartOf(text, key);
  const before = comments.filter(({ span }) => span.start < start).toReversed();
  for (const comment of before) {
    const line = lineOf(text, comment.span.start);
    const isAlone = text.slice(line.start, comment.span.start).trim() === '';
    if (!isAlone || line.end !== start) break;
    found.unshift(comment);
    start = line.start;
  }
  return found;
}

/** A line with its line break. */
function lineOf(text: string, offset: number): Span {
  const newline = text.indexOf('\n', offset);
  return { start: lineStartOf(text, offset), end: newline === -1 ? text.length : newline + 1 };
}

/** The last line of what is inserted holds the key. */
function withLinesAbove(inserted: string, lines: readonly string[]): string {
  const [, before = '', indent = '', last = ''] =
    /^([\s\S]*?)([^\S\r\n]*)(\S.*)$/.exec(inserted) ?? [];
  const lineBreak = lineBreakOf(inserted);
  return before + [...lines, last].map((line) => indent + line).join(lineBreak);
}

function apply(text: string, { span, newText }: TextEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}
