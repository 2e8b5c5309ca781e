import type { TextEdit } from './edit-values.ts';
import { findEntry, findNode, type Entry, type MapNode, type Path } from './node.ts';
import type { ValuesDocument } from './parse.ts';

/**
 * Removes a key with its lines. A map that would be left empty goes too: an empty `resources:` is
 * null, and null above a chart default deletes that default.
 */
export function removeKey({ text, root }: ValuesDocument, path: Path): TextEdit | undefined {
  for (let depth = path.length; depth > 0; depth--) {
    const map = findNode(root, path.slice(0, depth - 1));
    if (map?.kind !== 'map') return undefined;
    const entry = findEntry(map, String(path[depth - 1]));
    if (entry === undefined || entry.isMerged) return undefined;
    if (map.entries.length === 1 && depth > 1) continue;
    return map.style === 'flow'
      ? removeFromFlow(text, map, entry)
      : removeFromBlock(text, map, entry);
  }
  return undefined;
}

function removeFromBlock(text: string, map: MapNode, entry: Entry): TextEdit | undefined {
  const { start } = entry.keySpan;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const end = endOfEntry(text, entry);
  if (text.slice(lineStart, start).trim() === '')
    return { span: { start: lineStart, end }, newText: '' };
  // First key of a list item: the next key moves up to the dash.
  const next = map.entries
    .filter(({ isMerged, keySpan }) => !isMerged && keySpan.start > start)
    .sort((a, b) => a.keySpan.start - b.keySpan.start)[0];
  return next && { span: { start, end: next.keySpan.start }, newText: '' };
}

/** Behind the line break that ends the entry's last line. */
function endOfEntry(text: string, { keySpan, value }: Entry): number {
  const last = Math.max(keySpan.end, value.span.end);
  const inLine = text[last - 1] === '\n' ? last - 1 : last;
  const newline = text.indexOf('\n', inLine);
  return newline === -1 ? text.length : newline + 1;
}

function removeFromFlow(text: string, map: MapNode, entry: Entry): TextEdit {
  const end = Math.max(entry.keySpan.end, entry.value.span.end);
  const behind = /^\s*,\s*/.exec(text.slice(end, map.span.end));
  if (behind !== null)
    return { span: { start: entry.keySpan.start, end: end + behind[0].length }, newText: '' };
  const before = /,?\s*$/.exec(text.slice(map.span.start + 1, entry.keySpan.start));
  return { span: { start: entry.keySpan.start - (before?.[0].length ?? 0), end }, newText: '' };
}
