import type { Span } from './node.ts';

/**
 * Cuts a values file before every key that starts in column 0. Each block can be read alone, so a
 * mistake in one leaves the others readable, and plain blocks are read without the YAML library.
 * Undefined when the file is not a plain block map: then it has to be read as a whole.
 */
export function splitBlocks(text: string): readonly Span[] | undefined {
  const blocks: Span[] = [];
  let open = -1;
  let lineStart = text.startsWith('\ufeff') ? 1 : 0;
  let isFirst = true;
  while (lineStart < text.length) {
    const newline = text.indexOf('\n', lineStart);
    const next = newline === -1 ? text.length : newline + 1;
    const first = text.charCodeAt(lineStart);
    if (!insideCodes.has(first)) {
      topKey.lastIndex = lineStart;
      if (topKey.test(text)) {
        if (open !== -1) blocks.push({ start: open, end: lineStart });
        open = lineStart;
        isFirst = false;
      } else if (isDocumentMarker(text, lineStart)) {
        // One at the very top is common and means nothing.
        if (!isFirst || !/^---[ \t]*(#.*)?\r?$/.test(text.slice(lineStart, next).trimEnd()))
          return undefined;
        isFirst = false;
      } else if (open === -1) return undefined;
    }
    lineStart = next;
  }
  if (open === -1) return undefined;
  blocks.push({ start: open, end: text.length });
  return blocks;
}

/** First characters of lines that belong to the block above: white space, comments, line ends. */
const insideCodes: ReadonlySet<number> = new Set(
  [' ', '\t', '#', '\n', '\r'].map((c) => c.charCodeAt(0)),
);

const topKey = /(?:[A-Za-z_][\w./-]*|"[^"\\\n]*"|'[^'\n]*') *:(?=[ \r\n]|$)/y;

function isDocumentMarker(text: string, at: number): boolean {
  return text.startsWith('---', at) || text.startsWith('...', at) || text.startsWith('%', at);
}
