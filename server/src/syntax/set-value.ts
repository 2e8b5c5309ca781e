import { locate, ownEntries, type Located } from './locate.ts';
import type { MapNode, Path, ScalarNode } from './node.ts';
import type { ValuesDocument } from './parse.ts';
import { indentOf, lineBreakOf, lineEndOf, lineStartOf } from './text-lines.ts';
import type { TextEdit } from './value-edit.ts';
import { writeKey, writeValue } from './write-scalar.ts';

type Plain = string | number | boolean;

/** The edit that makes `value` stand at `path`; undefined when a map or a text of several lines
 * stands there, or when the path leads through a scalar, past the end of a list or through an alias. */
export function setValue(document: ValuesDocument, path: Path, value: Plain): TextEdit | undefined {
  const { text, root } = document;
  const existing = locate(text, root, path);
  if (existing !== undefined) return replaceValue(text, existing, value);
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const above = locate(text, root, path.slice(0, depth));
    if (above !== undefined) return addBelow(text, above, { keys: path.slice(depth), value });
  }
  return root === undefined ? append(document, { keys: path, value }) : undefined;
}

interface Addition {
  readonly keys: Path;
  readonly value: Plain;
}

/** A map or list is not replaced: what hangs there would be lost. */
function replaceValue(text: string, { node }: Located, value: Plain): TextEdit | undefined {
  if (node.kind !== 'scalar') return undefined;
  const { start, end } = node.span;
  if (start === end) return { span: node.span, newText: ` ${writeValue(value)}` };
  if (text.slice(start, end).includes('\n')) return undefined;
  return { span: node.span, newText: writeValue(value, node.style) };
}

function addBelow(text: string, above: Located, addition: Addition): TextEdit | undefined {
  const { node, entry, parent } = above;
  if (node.kind === 'sequence') return undefined;
  if (node.kind === 'map')
    return node.style === 'flow' ? addToFlow(node, addition) : addToBlock(text, node, addition);
  if (node.value !== null || entry === undefined) return undefined;
  if (parent?.style === 'flow')
    return node.source === '' ? { span: node.span, newText: ` ${inFlow(addition)}` } : undefined;
  return addUnderKey(text, { entry, node }, addition);
}

function addToFlow(map: MapNode, addition: Addition): TextEdit {
  const last = ownEntries(map).at(-1);
  if (last === undefined) return { span: map.span, newText: inFlow(addition) };
  const at = last.value.span.end;
  return { span: { start: at, end: at }, newText: `, ${inFlow(addition).slice(2, -2)}` };
}

function addToBlock(text: string, map: MapNode, addition: Addition): TextEdit {
  const entries = ownEntries(map);
  const first = entries[0]?.keySpan.start ?? map.span.start;
  const column = first - lineStartOf(text, first);
  const last = entries.at(-1);
  if (last === undefined) {
    // Only a merge key stands here.
    const newText = `${inBlock(text, column, addition)}${lineBreakOf(text)}${' '.repeat(column)}`;
    return { span: { start: first, end: first }, newText: newText.trimStart() };
  }
  const end = Math.max(trimmedEnd(text, last.value.span.end), last.keySpan.end);
  return insertAfterLine(text, end, inBlock(text, column, addition));
}

function addUnderKey(
  text: string,
  { entry, node }: { entry: NonNullable<Located['entry']>; node: ScalarNode },
  addition: Addition,
): TextEdit | undefined {
  const key = entry.keySpan.start;
  const column = key - lineStartOf(text, key) + indentOf(text);
  const lines = inBlock(text, column, addition);
  if (node.source === '') return insertAfterLine(text, node.span.end, lines);
  // A written null gives way, which takes the rest of the line to be empty.
  const end = lineEndOf(text, node.span.end);
  if (text.slice(node.span.end, end).trim() !== '') return undefined;
  const start = text.indexOf(':', entry.keySpan.end) + 1;
  return { span: { start, end }, newText: lineBreakOf(text) + lines };
}

function append({ text }: ValuesDocument, addition: Addition): TextEdit {
  const needsBreak = text !== '' && !text.endsWith('\n');
  const lineBreak = lineBreakOf(text);
  const newText = `${needsBreak ? lineBreak : ''}${inBlock(text, 0, addition)}${lineBreak}`;
  return { span: { start: text.length, end: text.length }, newText };
}

function insertAfterLine(text: string, offset: number, lines: string): TextEdit {
  const at = lineEndOf(text, offset);
  return { span: { start: at, end: at }, newText: lineBreakOf(text) + lines };
}

function inFlow({ keys, value }: Addition): string {
  const inner = writeValue(value);
  return keys.reduceRight<string>((below, key) => `{ ${writeKey(String(key))}: ${below} }`, inner);
}

function inBlock(text: string, column: number, { keys, value }: Addition): string {
  const step = indentOf(text);
  return keys
    .map((key, depth) => {
      const end = depth === keys.length - 1 ? ` ${writeValue(value)}` : '';
      return `${' '.repeat(column + depth * step)}${writeKey(String(key))}:${end}`;
    })
    .join(lineBreakOf(text));
}

/** Block scalars count the line breaks behind them as theirs. */
function trimmedEnd(text: string, end: number): number {
  let at = end;
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}
