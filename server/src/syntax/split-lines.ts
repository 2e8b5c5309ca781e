import type { Comment } from './comment.ts';
import type { Span } from './node.ts';

/** A line that is neither blank nor only a comment. */
export interface Line {
  /** Of the first character that is no space. */
  readonly column: number;
  readonly from: number;
  /** Behind the last character that is no white space; a comment at the end is part of the line. */
  readonly to: number;
}

/** The lines of a block that say something; undefined when a tab or an odd line break is among them. */
export function splitLines(
  text: string,
  block: Span,
): { readonly lines: Line[]; readonly comments: Comment[] } | undefined {
  const lines: Line[] = [];
  const comments: Comment[] = [];
  if (oddSpace.test(text.slice(block.start, block.end))) return undefined;
  let lineStart = block.start;
  while (lineStart < block.end) {
    const newline = text.indexOf('\n', lineStart);
    const next = newline === -1 || newline >= block.end ? block.end : newline + 1;
    let from = lineStart;
    while (from < next && text.charCodeAt(from) === space) from += 1;
    let to = next;
    while (to > from && text.charCodeAt(to - 1) <= space) to -= 1;
    if (to > from) {
      if (text.charCodeAt(from) === hash)
        comments.push({ text: text.slice(from + 1, to), span: { start: from, end: to } });
      else lines.push({ column: from - lineStart, from, to });
    }
    lineStart = next;
  }
  return { lines, comments };
}

const space = 0x20;
const hash = 0x23;
const oddSpace = /[\t\u0085\u00a0\u2028\u2029]|\r(?!\n)/;
