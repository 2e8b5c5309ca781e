import { locate, ownEntries } from './locate.ts';
import type { MapNode, Path, Span } from './node.ts';
import type { ValuesDocument } from './parse.ts';
import { endOfEntry } from './remove-key.ts';
import { indentOf, lineBreakOf, lineEndOf, lineStartOf } from './text-lines.ts';
import type { Json, TextEdit } from './value-edit.ts';
import { writeEntry } from './write-block.ts';

/**
 * The edit that writes `value` in place of whatever the key at `path` has. The comments in what goes
 * stand above the key then, in their order. Undefined within braces that hold comments, behind the
 * dash of a list, and where the path leads through an alias.
 */
export function replaceValue(
  document: ValuesDocument,
  path: Path,
  value: Json,
): TextEdit | undefined {
  const { text, root, comments } = document;
  const located = locate(text, root, path);
  if (located?.entry === undefined || located.parent === undefined) return undefined;
  const { entry, parent } = located;
  if (parent.style === 'flow')
    return inFlow(document, { map: parent, span: entry.value.span }, value);
  const start = lineStartOf(text, entry.keySpan.start);
  const indent = text.slice(start, entry.keySpan.start);
  if (indent.trim() !== '' || sharesItsLine(parent, entry.keySpan.start, text)) return undefined;
  const end = lineEndOf(text, endOfEntry(text, entry));
  const kept = comments
    .filter(({ span }) => span.start >= entry.keySpan.end && span.end <= end)
    .map(({ span }) => text.slice(span.start, span.end));
  const lines = writeEntry(entry.key, value, indentOf(text));
  const newText = [...kept, ...lines].map((line) => indent + line).join(lineBreakOf(text));
  return { span: { start, end }, newText };
}

/** JSON is YAML. */
function inFlow(
  { comments }: ValuesDocument,
  { map, span }: { readonly map: MapNode; readonly span: Span },
  value: Json,
): TextEdit | undefined {
  const isCommented = comments.some(
    (one) => one.span.start >= map.span.start && one.span.end <= map.span.end,
  );
  if (isCommented || span.start === span.end) return undefined;
  return { span, newText: JSON.stringify(value) };
}

/** Two keys of a block map never do; a broken text may look so. */
function sharesItsLine(map: MapNode, keyStart: number, text: string): boolean {
  const start = lineStartOf(text, keyStart);
  return ownEntries(map).some(
    ({ keySpan }) => keySpan.start !== keyStart && lineStartOf(text, keySpan.start) === start,
  );
}
