import type { Range } from 'vscode-languageserver/node';
import type { Span } from '../syntax/node.ts';
import type { Lines } from '../syntax/positions.ts';

export function rangeOf(lines: Lines, { start, end }: Span): Range {
  return { start: lines.positionAt(start), end: lines.positionAt(end) };
}

export function spanOf(lines: Lines, { start, end }: Range): Span {
  return { start: lines.offsetAt(start), end: lines.offsetAt(end) };
}
