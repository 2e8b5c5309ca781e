import { explain, type LibraryError } from './explain.ts';
import type { Span } from './node.ts';
import { lineEndOf, lineStartOf } from './text-lines.ts';

/** The sentence for an error of the library, and what to underline: where the mistake starts, not where reading stopped. */
export function placeError(
  error: LibraryError,
  text: string,
): { readonly span: Span; readonly text: string } {
  const deeper = deeperLine(error, text);
  if (deeper !== undefined)
    return {
      span: visible(text, { start: deeper, end: lineEndOf(text, deeper) }),
      text: 'This line is indented deeper than the key above it, which has a value already.',
    };
  const start = Math.min(startOf(error, text), text.length);
  const end = Math.min(error.span.end, text.length);
  const span = visible(text, { start, end });
  return { span, text: explain({ ...error, span }, text) };
}

function startOf({ message, span }: LibraryError, text: string): number {
  const { start } = span;
  const quote = /closing (["'])quote/.exec(message)?.[1];
  if (quote !== undefined) return Math.max(0, text.lastIndexOf(quote, start - 1));
  const bracket = /end with an? ([\]}])/.exec(message)?.[1];
  return bracket === undefined ? start : (openingOf(text, start, bracket) ?? start);
}

/** The library takes a key that is indented too deep for more of the value above it. */
function deeperLine({ code, message, span }: LibraryError, text: string): number | undefined {
  if (code !== 'MULTILINE_IMPLICIT_KEY' && code !== 'BLOCK_AS_IMPLICIT_KEY') return undefined;
  if (/sequence/.test(message)) return undefined;
  const before = text.slice(lineStartOf(text, span.start), span.start);
  const lineEnd = lineEndOf(text, span.start);
  if (!/:\s+$/.test(before) || /:(\s|$)/.test(text.slice(span.start, lineEnd))) return undefined;
  return nextContent(text, lineEnd);
}

/** The bracket before `end` that none closes. */
function openingOf(text: string, end: number, closing: string): number | undefined {
  const opening = closing === ']' ? '[' : '{';
  let depth = 1;
  for (let at = Math.min(end, text.length) - 1; at >= 0; at -= 1) {
    if (text[at] === closing) depth += 1;
    if (text[at] === opening) depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}

function nextContent(text: string, from: number): number | undefined {
  const found = text.slice(from).search(/\S/);
  return found === -1 ? undefined : from + found;
}

/** On one line, and not only white space where that can be had. */
function visible(text: string, { start, end }: Span): Span {
  const lineEnd = lineEndOf(text, start);
  const blank = /^ */.exec(text.slice(start, lineEnd))?.[0].length ?? 0;
  const from = start + blank;
  if (from < lineEnd) return { start: from, end: Math.max(from + 1, Math.min(end, lineEnd)) };
  const lineStart = lineStartOf(text, start);
  const written = text.slice(lineStart, start).trimEnd();
  const last = lineStart + written.length;
  if (written !== '') return { start: last - 1, end: last };
  const at = Math.min(start, Math.max(0, text.length - 1));
  return { start: at, end: Math.min(at + 1, text.length) };
}
