import { findEntry, findNode, toValue, type Entry, type Path, type Span } from './node.ts';
import { parse, type ValuesDocument } from './parse.ts';
import { insertKey } from './insert-key.ts';
import { removeKey } from './remove-key.ts';
import { writeScalar } from './write-scalar.ts';

/** A change in terms of keys and values. Comments, order and style of the rest of the file stay. */
export type ValueEdit =
  /** Sets the value at `path`, adding the keys above it that are missing. */
  | { readonly kind: 'set'; readonly path: Path; readonly value: string | number | boolean }
  /** Removes the key and what hangs below it. */
  | { readonly kind: 'remove'; readonly path: Path }
  /** Gives the key at `path` another name in the same map. */
  | { readonly kind: 'rename'; readonly path: Path; readonly key: string }
  /** Puts quotes around the scalar as it is written, so that YAML reads a string. */
  | { readonly kind: 'quote'; readonly path: Path };

export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/**
 * The one text edit that makes all of `edits`, in order. Undefined when one of them cannot be made
 * without touching what it is not about (a value that is an anchor's map, a key inside a merge), and
 * when the file does not read as intended afterwards.
 */
export function editValues(
  document: ValuesDocument,
  edits: readonly ValueEdit[],
): TextEdit | undefined {
  let current = document;
  for (const edit of edits) {
    const change = changeFor(current, edit);
    if (change === undefined) return undefined;
    const next = parse(applyEdit(current.text, change));
    if (next.broken.length > current.broken.length || !holds(next, edit)) return undefined;
    current = next;
  }
  return difference(document.text, current.text);
}

export function applyEdit(text: string, { span, newText }: TextEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}

function changeFor(document: ValuesDocument, edit: ValueEdit): TextEdit | undefined {
  const entry = ownEntry(document, edit.path);
  switch (edit.kind) {
    case 'set':
      if (entry === undefined) return insertKey(document, edit.path, edit.value);
      return replaceValue(document.text, entry, writeScalar(edit.value));
    case 'remove':
      return entry && removeKey(document, edit.path);
    case 'rename':
      return entry && { span: entry.keySpan, newText: writeScalar(edit.key) };
    case 'quote': {
      const value = entry?.value ?? findNode(document.root, edit.path);
      if (value?.kind !== 'scalar' || value.style !== 'plain' || value.source === '')
        return undefined;
      return { span: value.span, newText: JSON.stringify(value.source) };
    }
  }
}

/** What a merge key brings in is written elsewhere, and editing it there would change other places. */
function ownEntry({ root }: ValuesDocument, path: Path): Entry | undefined {
  const parent = findNode(root, path.slice(0, -1));
  if (parent?.kind !== 'map') return undefined;
  const entry = findEntry(parent, String(path.at(-1)));
  return entry?.isMerged === true ? undefined : entry;
}

function replaceValue(text: string, { keySpan, value }: Entry, newText: string) {
  if (value.kind !== 'scalar') return undefined;
  if (value.span.end > value.span.start) return { span: value.span, newText };
  const colon = text.indexOf(':', keySpan.end);
  return { span: { start: colon + 1, end: colon + 1 }, newText: ` ${newText}` };
}

function holds({ root }: ValuesDocument, edit: ValueEdit): boolean {
  const node = findNode(root, edit.path);
  switch (edit.kind) {
    case 'set':
      return node !== undefined && toValue(node) === edit.value;
    case 'remove':
      return node === undefined;
    case 'rename':
      return findNode(root, [...edit.path.slice(0, -1), edit.key]) !== undefined;
    case 'quote':
      return node?.kind === 'scalar' && typeof node.value === 'string';
  }
}

function difference(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  return {
    span: { start, end: before.length - tail },
    newText: after.slice(start, after.length - tail),
  };
}
