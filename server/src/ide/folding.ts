import type { Node, Span } from '../syntax/node.ts';
import { indexLines, type Lines } from '../syntax/positions.ts';
import type { ValuesDocument } from '../syntax/parse.ts';

/** Lines that an editor may fold; both zero-based, the first one stays visible. */
export interface FoldingRange {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'region' | 'comment';
}

/** Maps and lists of more than one line, and comments of more than one line. */
export function foldingRanges(document: ValuesDocument): readonly FoldingRange[] {
  const lines = indexLines(document.text);
  const ranges: FoldingRange[] = [];
  const { root } = document.within?.document ?? document;
  if (root !== undefined) collect(root, lines, ranges);
  return [...ranges, ...commentRanges(document, lines)].sort((a, b) => a.startLine - b.startLine);
}

function collect(node: Node, lines: Lines, ranges: FoldingRange[]): void {
  if (node.kind === 'sequence')
    for (const item of node.items) {
      add(item.span, lines, ranges);
      collect(item, lines, ranges);
    }
  if (node.kind === 'map')
    for (const { keySpan, value, isMerged } of node.entries) {
      // What an alias or a merge key brings in is folded where it is written.
      if (isMerged || value.span.start < keySpan.end) continue;
      add({ start: keySpan.start, end: value.span.end }, lines, ranges);
      collect(value, lines, ranges);
    }
}

function add({ start, end }: Span, lines: Lines, ranges: FoldingRange[]): void {
  const startLine = lines.positionAt(start).line;
  const last = lines.positionAt(end);
  const endLine = last.character === 0 ? last.line - 1 : last.line;
  if (endLine > startLine && ranges.at(-1)?.startLine !== startLine)
    ranges.push({ startLine, endLine, kind: 'region' });
}

/** Runs of comment lines that stand alone. */
function commentRanges({ text, comments }: ValuesDocument, lines: Lines): FoldingRange[] {
  const ranges: FoldingRange[] = [];
  let first = 0;
  // No line: the first comment never continues a run.
  let last = -2;
  const close = () => {
    if (last > first) ranges.push({ startLine: first, endLine: last, kind: 'comment' });
  };
  for (const { span } of comments) {
    const { line } = lines.positionAt(span.start);
    const lineStart = lines.offsetAt({ line, character: 0 });
    if (text.slice(lineStart, span.start).trim() !== '') continue;
    if (line !== last + 1) {
      close();
      first = line;
    }
    last = line;
  }
  close();
  return ranges;
}
