import { locate, ownEntries } from './locate.ts';
import type { Entry, MapNode, Path, Span } from './node.ts';
import type { ValuesDocument } from './parse.ts';
import { lineEndOf, lineStartOf } from './text-lines.ts';
import type { TextEdit } from './value-edit.ts';

/**
 * The edit that takes away the key at `path` with its lines. A map that would be left empty goes
 * too: without its keys it would read as null, which deletes the chart's defaults.
 */
export function removeKey({ text, root }: ValuesDocument, path: Path): TextEdit | undefined {
  const located = locate(text, root, widen(text, root, path));
  if (located?.entry === undefined || located.parent === undefined) return undefined;
  const { entry, parent } = located;
  return parent.style === 'flow'
    ? removeFromFlow(parent, entry)
    : removeFromBlock(text, parent, entry);
}

/** The path of the outermost key that would hold nothing without the key at `path`. */
export function widen(text: string, root: ValuesDocument['root'], path: Path): Path {
  let widened = path;
  while (widened.length > 1 && typeof widened.at(-2) === 'string') {
    const above = locate(text, root, widened.slice(0, -1));
    if (above?.node.kind !== 'map' || above.node.entries.length !== 1) break;
    widened = widened.slice(0, -1);
  }
  return widened;
}

function removeFromBlock(text: string, parent: MapNode, entry: Entry): TextEdit {
  const { start } = entry.keySpan;
  const lineStart = lineStartOf(text, start);
  const end = endOfEntry(text, entry);
  if (text.slice(lineStart, start).trim() === '')
    return removeLines(text, { start: lineStart, end });
  // First key of a list item: the dash stays, with the next key or with an empty map.
  const entries = ownEntries(parent);
  const next = entries[entries.indexOf(entry) + 1];
  return next === undefined
    ? { span: { start, end: lineEndWithoutComment(text, end) }, newText: '{}' }
    : { span: { start, end: next.keySpan.start }, newText: '' };
}

function removeLines(text: string, { start, end }: Span): TextEdit {
  const lineEnd = lineEndOf(text, end);
  const newline = text.indexOf('\n', lineEnd);
  if (newline !== -1) {
    // Of two blank lines that would meet, one is enough.
    const [blank = ''] = /^[ \t]*\r?\n/.exec(text.slice(newline + 1)) ?? [];
    const isBehindBlank = start === 0 || /\n[ \t]*\r?\n$/.test(text.slice(0, start));
    return { span: { start, end: newline + 1 + (isBehindBlank ? blank.length : 0) }, newText: '' };
  }
  // The last line takes the line break before it along.
  const before = start > 0 && text[start - 2] === '\r' ? start - 2 : Math.max(0, start - 1);
  return { span: { start: before, end: text.length }, newText: '' };
}

function removeFromFlow(parent: MapNode, entry: Entry): TextEdit {
  const entries = ownEntries(parent);
  const index = entries.indexOf(entry);
  const next = entries[index + 1];
  const previous = entries[index - 1];
  const { start } = entry.keySpan;
  const end = Math.max(entry.value.span.end, entry.keySpan.end);
  if (next !== undefined) return { span: { start, end: next.keySpan.start }, newText: '' };
  if (previous === undefined) return { span: parent.span, newText: '{}' };
  return { span: { start: previous.value.span.end, end }, newText: '' };
}

/** Where the last character of a key and what hangs below it ends. Block scalars count the line breaks behind them as theirs. */
export function endOfEntry(text: string, { keySpan, value }: Entry): number {
  let end = Math.max(keySpan.end, value.span.end);
  while (end > keySpan.end && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

function lineEndWithoutComment(text: string, end: number): number {
  const rest = text.slice(end, lineEndOf(text, end));
  return rest.trim().startsWith('#') ? end : end + rest.length;
}
