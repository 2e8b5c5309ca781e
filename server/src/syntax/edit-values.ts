import { isAsExpected } from './expect-values.ts';
import { locate } from './locate.ts';
import { moveValue } from './move-value.ts';
import type { Path } from './node.ts';
import { parse, type ValuesDocument } from './parse.ts';
import { removeKey } from './remove-key.ts';
import { replaceValue } from './replace-value.ts';
import { setValue } from './set-value.ts';
import type { TextEdit, ValueEdit } from './value-edit.ts';
import { quote, writeKey } from './write-scalar.ts';

export type { Json, TextEdit, ValueEdit } from './value-edit.ts';

/**
 * The one text edit that makes all of `edits`, in order, and keeps comments, order, indentation,
 * quotes and line breaks. The outcome is read again: undefined when it would not say exactly what
 * was asked, as with a value that an alias shares, or when nothing would change.
 */
export function editValues(
  document: ValuesDocument,
  edits: readonly ValueEdit[],
): TextEdit | undefined {
  const { within } = document;
  if (within !== undefined)
    return editValues(
      within.document,
      edits.map((edit) => below(within.path, edit)),
    );
  let current = document;
  let only: TextEdit | undefined;
  for (const edit of edits) {
    const step = editText(current, edit);
    if (step === undefined) return undefined;
    const next = parse(applyEdit(current.text, step));
    if (!isAsExpected(current, edit, next)) return undefined;
    current = next;
    only = step;
  }
  const isSmall = edits.length === 1 && edits[0]?.kind !== 'move';
  return isSmall ? only : difference(document.text, current.text);
}

export function applyEdit(text: string, { span, newText }: TextEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}

/** The edit of a part in terms of the whole. */
function below(parent: Path, edit: ValueEdit): ValueEdit {
  const path = [...parent, ...edit.path];
  return edit.kind === 'move' ? { ...edit, path, to: [...parent, ...edit.to] } : { ...edit, path };
}

function editText(document: ValuesDocument, edit: ValueEdit): TextEdit | undefined {
  switch (edit.kind) {
    case 'set':
      return setValue(document, edit.path, edit.value);
    case 'replace':
      return replaceValue(document, edit.path, edit.value);
    case 'remove':
      return removeKey(document, edit.path);
    case 'rename':
      return renameKey(document, edit.path, edit.key);
    case 'move':
      return moveValue(document, edit);
    case 'quote':
      return quoteScalar(document, edit.path);
  }
}

function renameKey({ text, root }: ValuesDocument, path: Path, key: string): TextEdit | undefined {
  const located = locate(text, root, path);
  if (located?.entry === undefined) return undefined;
  if (located.parent?.entries.some((entry) => entry.key === key) === true) return undefined;
  const { keySpan } = located.entry;
  const first = text[keySpan.start];
  const style = first === '"' ? 'double' : first === "'" ? 'single' : 'plain';
  return { span: keySpan, newText: writeKey(key, style) };
}

function quoteScalar({ text, root }: ValuesDocument, path: Path): TextEdit | undefined {
  const node = locate(text, root, path)?.node;
  if (node?.kind !== 'scalar' || node.style !== 'plain' || node.source === '') return undefined;
  return { span: node.span, newText: quote(node.source) };
}

/** One edit from the first to the last character that differ; undefined when none does. */
function difference(before: string, after: string): TextEdit | undefined {
  if (before === after) return undefined;
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before[start] === after[start]) start += 1;
  while (isInPair(before, start) || isInPair(after, start)) start -= 1;
  let same = 0;
  while (same < shortest - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  while (isInPair(before, before.length - same) || isInPair(after, after.length - same)) same -= 1;
  const span = { start, end: before.length - same };
  return { span, newText: after.slice(start, after.length - same) };
}

/** Between the halves of a line break or of a character: no editor has a position there. */
function isInPair(text: string, at: number): boolean {
  return /^(?:\r\n|[\ud800-\udbff][\udc00-\udfff])$/.test(text.slice(Math.max(0, at - 1), at + 1));
}
