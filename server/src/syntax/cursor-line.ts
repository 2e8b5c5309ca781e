import type { Path, Span } from './node.ts';
import { lineEndOf, lineStartOf } from './text-lines.ts';

/** The cursor's line, cut into dashes, key and value without asking whether the file is YAML. */
export interface CursorLine {
  readonly offset: number;
  readonly start: number;
  /** Columns of the dashes that the line starts with. */
  readonly dashes: readonly number[];
  /** Where the key stands or would stand. */
  readonly column: number;
  readonly content: Span;
  readonly key?: LineKey;
  readonly value?: Span & { readonly text: string };
  /** Column of the next line that says something, -1 at the end of the file. */
  readonly nextColumn: number;
}

interface LineKey {
  readonly name: string;
  readonly end: number;
  readonly colon: number;
}

/** Undefined when tabs or text before the cursor make it no line of a map. */
export function readCursorLine(text: string, offset: number): CursorLine | undefined {
  const start = lineStartOf(text, offset);
  const end = lineEndOf(text, start);
  if (offset > end) return undefined;
  const line = readLine(text.slice(start, end));
  if (line === undefined) return undefined;
  const isBlank = line.text === '';
  const column = isBlank ? offset - start : line.column;
  const isBesideDash = isBlank && line.dashes.length > 0 && text[offset - 1] !== ' ';
  if (offset < start + column || isBesideDash || column <= (line.dashes.at(-1) ?? -1))
    return undefined;
  const content = {
    start: isBlank ? offset : start + column,
    end: isBlank ? offset : start + line.column + line.text.length,
  };
  return {
    offset,
    start,
    dashes: line.dashes,
    column,
    content,
    ...(line.key && { key: shiftKey(line.key, start) }),
    ...(line.value && {
      value: {
        start: start + line.value.start,
        end: start + line.value.end,
        text: line.value.text,
      },
    }),
    nextColumn: nextColumn(text, end),
  };
}

/** Path of the map that the line's key belongs to, found by indentation; undefined when a value stands in the way. */
export function blockPlace(text: string, line: CursorLine): Path | undefined {
  const lines = text.slice(0, line.start).split('\n').slice(0, -1);
  const path: (string | number)[] = [];
  const at = { column: line.column, isItem: false };
  const climbDashes = (dashes: readonly number[], from: number): void => {
    for (const dash of dashes.toReversed()) {
      if (dash >= at.column) continue;
      path.unshift(countItems(lines, from, dash));
      at.column = dash;
      at.isItem = true;
    }
  };
  climbDashes(line.dashes, lines.length);
  for (let number = lines.length - 1; number >= 0; number -= 1) {
    if (at.column === 0 && !at.isItem) break;
    const written = lines[number] ?? '';
    const indent = indentOfLine(written);
    // Most lines stand deeper or beside; only the others are worth reading.
    if (indent === -1 || indent > at.column) continue;
    if (indent === at.column && (!at.isItem || written[indent] === '-')) continue;
    const above = readLine(written);
    if (above === undefined) continue;
    const isAbove = above.column < at.column || (at.isItem && above.column === at.column);
    if (isAbove && above.text !== '') {
      // Only a key without a value has something below it.
      if (above.key === undefined || above.value?.text !== '') return undefined;
      path.unshift(above.key.name);
      at.column = above.column;
      at.isItem = false;
    }
    climbDashes(above.dashes, number);
  }
  return at.column === 0 && !at.isItem ? path : undefined;
}

interface ReadLine {
  readonly dashes: readonly number[];
  readonly column: number;
  /** Without comment and white space around it. */
  readonly text: string;
  readonly key?: LineKey;
  readonly value?: Span & { readonly text: string };
}

/** Offsets count from the start of the line. */
function readLine(line: string): ReadLine | undefined {
  const lead = /^ *(?:-(?: +|$))*/.exec(line)?.[0] ?? '';
  const dashes = [...lead.matchAll(/-/g)].map(({ index }) => index);
  const column = lead.length;
  if (line.slice(0, column + 1).includes('\t')) return undefined;
  const text = withoutComment(line.slice(column)).trimEnd();
  const match = /^("[^"]*"|'[^']*'|[^\s"'#{}[\],&*!|>%@`][^#]*?)\s*:(?=\s|$)/.exec(text);
  if (match === null) return { dashes, column, text };
  const [whole, written = ''] = match;
  const colon = column + whole.length - 1;
  const rest = text.slice(whole.length);
  const value = rest.trim();
  const start = value === '' ? colon + 1 : colon + 1 + rest.indexOf(value);
  return {
    dashes,
    column,
    text,
    key: { name: written.replace(/^(["'])(.*)\1$/, '$2'), end: column + written.length, colon },
    value: { start, end: start + value.length, text: value },
  };
}

function withoutComment(text: string): string {
  if (text.startsWith('#')) return '';
  const quoted = /^(?:[^\s"']+:\s+)?("[^"]*"|'[^']*')/.exec(text)?.[0].length ?? 0;
  const comment = text.indexOf(' #', quoted);
  return comment === -1 ? text : text.slice(0, comment);
}

/** How many items of the same list stand above. */
function countItems(lines: readonly string[], from: number, dash: number): number {
  let count = 0;
  for (let at = from - 1; at >= 0; at -= 1) {
    const written = lines[at] ?? '';
    const indent = indentOfLine(written);
    if (indent === -1 || indent > dash) continue;
    if (indent === dash && written[indent] === '-') count += 1;
    // A list that starts behind the dash of another one has its first item here.
    else return readLine(written)?.dashes.includes(dash) === true ? count + 1 : count;
  }
  return count;
}

/** -1 for lines that say nothing. */
function indentOfLine(line: string): number {
  const indent = line.search(/[^ \r]/);
  return line[indent] === '#' ? -1 : indent;
}

function shiftKey({ name, end, colon }: LineKey, by: number): LineKey {
  return { name, end: end + by, colon: colon + by };
}

function nextColumn(text: string, from: number): number {
  const next = /\n( *)[^\s#]/.exec(text.slice(from));
  return next?.[1]?.length ?? -1;
}
