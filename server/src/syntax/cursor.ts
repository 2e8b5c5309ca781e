import { flowCursor } from './flow-cursor.ts';
import { blockPlace, readCursorLine, type CursorLine } from './cursor-line.ts';
import { findNode, type MapNode, type Node, type Path } from './node.ts';
import type { Cursor, KeyCursor, ValueCursor } from './cursor-kind.ts';
import type { ValuesDocument, Whole } from './parse.ts';

export type { Cursor, KeyCursor, ValueCursor } from './cursor-kind.ts';

/** Undefined where neither key nor value can be written: in comments, in texts of several lines. */
export function cursorAt(document: ValuesDocument, offset: number): Cursor | undefined {
  if (document.within !== undefined) return cursorIn(document.within, offset);
  const { text, comments, root, broken } = document;
  if (offset < 0 || offset > text.length) return undefined;
  if (comments.some(({ span }) => offset > span.start && offset <= span.end)) return undefined;
  // Open quotes reach further than they should.
  const until = broken.length > 0 ? offset : text.length;
  if (root !== undefined && isInsideText(text.slice(0, until), root, offset)) return undefined;
  const line = readCursorLine(text, offset);
  return flowCursor(document, offset) ?? (line && blockCursor(document, offset, line));
}

/** In terms of the part; undefined outside of it. */
function cursorIn({ document, path }: Whole, offset: number): Cursor | undefined {
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return undefined;
  const at = cursor.kind === 'key' ? cursor.map : cursor.path;
  if (!path.every((step, depth) => at[depth] === step)) return undefined;
  const inner = at.slice(path.length);
  if (cursor.kind === 'key') return { ...cursor, map: inner };
  return inner.length === 0 ? undefined : { ...cursor, path: inner };
}

function blockCursor(
  document: ValuesDocument,
  offset: number,
  line: CursorLine,
): Cursor | undefined {
  const above = blockPlace(document.text, line);
  if (above === undefined || touchesComment(document.text, line)) return undefined;
  if (line.key === undefined || offset <= line.key.colon) return keyCursor(document, line, above);
  return valueCursor(document, line, [...above, line.key.name]);
}

function keyCursor(
  { text, root, broken }: ValuesDocument,
  line: CursorLine,
  map: Path,
): KeyCursor | undefined {
  const { content, offset, dashes } = line;
  const end = line.key === undefined ? content.end : line.key.end;
  const prefix = text.slice(content.start, offset);
  if (offset > end || !/^["']?[\w./-]*$/.test(prefix)) return undefined;
  if (line.key === undefined && !/^[\w./-]*$/.test(text.slice(content.start, end)))
    return undefined;
  const node = findNode(root, map);
  if (!canHoldKey(node, offset) && broken.length === 0) return undefined;
  if (node?.kind === 'map' && !isInColumn(text, node, line)) return undefined;
  const isBlank = content.start === content.end;
  if (isBlank && line.nextColumn > line.column) return undefined;
  return {
    kind: 'key',
    map,
    present: node?.kind === 'map' ? keysWithout(node, offset) : [],
    prefix,
    span: { start: content.start, end },
    column: line.column,
    hasColon: line.key !== undefined,
    isInFlow: false,
    isItem: dashes.length > 0 && content.start > 0,
  };
}

function valueCursor(
  { root }: ValuesDocument,
  line: CursorLine,
  path: Path,
): ValueCursor | undefined {
  const { offset, value, column, nextColumn } = line;
  if (value === undefined || /^[&*!|>{[%@`]/.test(value.text)) return undefined;
  const isEmpty = value.text === '';
  // A value beside keys that stand below would be one too many.
  if (isEmpty && (nextColumn > column || findNode(root, path)?.kind === 'sequence'))
    return undefined;
  if (!isEmpty && (offset < value.start || offset > value.end)) return undefined;
  const quote = value.text[0];
  return {
    kind: 'value',
    path,
    prefix: isEmpty ? '' : value.text.slice(0, offset - value.start),
    span: isEmpty ? { start: offset, end: offset } : { start: value.start, end: value.end },
    style: quote === '"' ? 'double' : quote === "'" ? 'single' : 'plain',
    needsSpace: offset === (line.key?.colon ?? 0) + 1,
    isInFlow: false,
  };
}

/** A comment right behind the cursor would become part of what is written. */
function touchesComment(text: string, { content, value, offset }: CursorLine): boolean {
  return text[content.end] === '#' || (value?.text === '' && text[offset] === '#');
}

/** Nothing yet, a map, or the word that is being typed and will be its first key. */
function canHoldKey(node: Node | undefined, offset: number): boolean {
  if (node === undefined || node.kind === 'map') return true;
  if (node.kind === 'sequence') return false;
  const { start, end } = node.span;
  return (node.value === null && node.source === '') || (start <= offset && offset <= end);
}

/** Keys of one map stand in one column, and those in brackets are not for this cursor. */
function isInColumn(text: string, map: MapNode, line: CursorLine): boolean {
  if (map.style === 'flow') return false;
  const first = map.entries.find(({ isMerged }) => !isMerged)?.keySpan.start ?? map.span.start;
  return first - (text.lastIndexOf('\n', first - 1) + 1) === line.column;
}

function keysWithout(map: MapNode, offset: number): readonly string[] {
  return map.entries
    .filter(({ keySpan, isMerged }) => isMerged || offset < keySpan.start || offset > keySpan.end)
    .map(({ key }) => key);
}

/** Inside a block scalar or quotes that go over several lines. */
function isInsideText(text: string, node: Node, offset: number): boolean {
  if (offset < node.span.start || offset > node.span.end) return false;
  switch (node.kind) {
    case 'map':
      return node.entries.some(({ value }) => isInsideText(text, value, offset));
    case 'sequence':
      return node.items.some((item) => isInsideText(text, item, offset));
    case 'scalar':
      return (
        offset > node.span.start &&
        (node.style !== 'block' || offset < node.span.end) &&
        text.slice(node.span.start, node.span.end).includes('\n')
      );
  }
}
