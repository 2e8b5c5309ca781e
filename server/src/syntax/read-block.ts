import { spaceMissing } from './explain.ts';
import { keyName } from './key-name.ts';
import type { Entry, Node, Scalar, Span } from './node.ts';
import type { Problem } from './problem.ts';
import { readFlow } from './read-flow.ts';
import { resolvePlain } from './resolve-plain.ts';
import { splitLines, type Line } from './split-lines.ts';
import type { Comment } from './comment.ts';

/** What one block of the file says. */
export interface BlockReading {
  readonly entries: readonly Entry[];
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
  /** Lines that say nothing yet, like a key without its colon. */
  readonly broken: readonly Span[];
}

/** The YAML library reads what is nested deeper, and says when that is too deep for anyone. */
const maxDepth = 60;

/**
 * Reads the YAML that nearly all values files consist of: block maps and lists of one-line values.
 * Undefined for anything else (anchors, tags, text over several lines, any mistake but a missing
 * colon): then the YAML library reads the block. Twenty times as fast as the library, and a test
 * holds the two equal.
 */
export function readBlock(text: string, block: Span): BlockReading | undefined {
  const table = splitLines(text, block);
  if (table === undefined) return undefined;
  const { lines, comments } = table;
  const problems: Problem[] = [];
  const broken: Span[] = [];
  let at = 0;

  const columnOf = (index: number): number => lines[index]?.column ?? -1;
  const isItem = (line: Line): boolean =>
    text[line.from] === '-' && (line.from + 1 === line.to || text[line.from + 1] === ' ');

  function readNode(depth: number): Node | undefined {
    const line = lines[at];
    if (line === undefined || depth > maxDepth) return undefined;
    if (isItem(line)) return readList(line.column, depth);
    const colon = findColon(text, line);
    if (colon === undefined) return undefined;
    if (colon !== -1 || columnOf(at + 1) === line.column) return readMap(line.column, depth);
    return readValue(line, line.from, line.column - 1);
  }

  function readMap(column: number, depth: number): Node | undefined {
    const entries: Entry[] = [];
    const namesakeOf = namesakes();
    const start = lines[at]?.from ?? block.start;
    let end = start;
    for (let line = lines[at]; line?.column === column; line = lines[at]) {
      if (isItem(line)) return undefined;
      const colon = findColon(text, line);
      if (colon === undefined) return undefined;
      if (colon === -1) {
        if (!reportMissingColon(line, column)) return undefined;
        continue;
      }
      const entry = readEntry(line, colon, depth);
      if (entry === undefined) return undefined;
      reportDuplicate(namesakeOf(entry, entries), entry, problems);
      entries.push(entry);
      end = Math.max(entry.value.span.end, colon + 1);
    }
    if (entries.length === 0 || columnOf(at) > column) return undefined;
    return { kind: 'map', style: 'block', entries, span: { start, end } };
  }

  function readEntry(line: Line, colon: number, depth: number): Entry | undefined {
    const key = readKey(text, line.from, colon);
    if (key === undefined) return undefined;
    const from = skipSpaces(text, colon + 1, line.to);
    const value =
      from === line.to || text[from] === '#'
        ? readBelow(line, colon, depth)
        : readValue(line, from, line.column);
    return value && { ...key, value, isMerged: false };
  }

  /** What stands on the lines under a key. */
  function readBelow(line: Line, colon: number, depth: number): Node | undefined {
    noteComment(line, skipSpaces(text, colon + 1, line.to));
    at += 1;
    const next = lines[at];
    if (next !== undefined && next.column > line.column) return readNode(depth + 1);
    if (next?.column === line.column && isItem(next)) return readList(line.column, depth + 1);
    return plain('', colon + 1);
  }

  function readList(column: number, depth: number): Node | undefined {
    const items: Node[] = [];
    const start = lines[at]?.from ?? block.start;
    for (let line = lines[at]; line?.column === column && isItem(line); line = lines[at]) {
      const item = readItem(line, depth);
      if (item === undefined) return undefined;
      items.push(item);
    }
    if (columnOf(at) > column) return undefined;
    const end = items.at(-1)?.span.end ?? start;
    return { kind: 'sequence', style: 'block', items, span: { start, end } };
  }

  function readItem(line: Line, depth: number): Node | undefined {
    const from = skipSpaces(text, line.from + 1, line.to);
    if (from === line.to || text[from] === '#') {
      noteComment(line, from);
      at += 1;
      return columnOf(at) > line.column ? readNode(depth + 1) : undefined;
    }
    const inner: Line = { ...line, from, column: line.column + from - line.from };
    lines[at] = inner;
    if (isItem(inner)) return depth < maxDepth ? readList(inner.column, depth + 1) : undefined;
    const colon = findColon(text, inner);
    if (colon === undefined) return undefined;
    return colon === -1 ? readValue(inner, from, line.column) : readMap(inner.column, depth + 1);
  }

  /** A value on one line; `column` is that of the key or dash it belongs to. */
  function readValue(line: Line, from: number, column: number): Node | undefined {
    const node = readScalar(text, from, line.to) ?? readFlow(text, from, line.to);
    if (node === undefined) return undefined;
    const rest = skipSpaces(text, node.span.end, line.to);
    if (rest !== line.to && (text[rest] !== '#' || rest === node.span.end)) return undefined;
    noteComment(line, rest);
    at += 1;
    // A deeper line would go on with the value.
    return columnOf(at) > column ? undefined : node;
  }

  function noteComment(line: Line, from: number): void {
    if (from >= line.to) return;
    comments.push({ text: text.slice(from + 1, line.to), span: { start: from, end: line.to } });
  }

  /** A key that is still being typed takes nothing else with it. */
  function reportMissingColon(line: Line, column: number): boolean {
    const word = text.slice(line.from, line.to);
    const isWord = /^[A-Za-z_][\w./-]*$/.test(word);
    if (!isWord && !/^[A-Za-z_][\w.-]*:[\w"'.-]+$/.test(word)) return false;
    if (columnOf(at + 1) > column) return false;
    const span = { start: line.from, end: line.to };
    const message = isWord ? `A colon is missing after ${word}.` : spaceMissing;
    problems.push({ code: 'yaml-syntax', message, span });
    broken.push(span);
    at += 1;
    return true;
  }

  const root = readMap(0, 0);
  if (root?.kind !== 'map' || at < lines.length) return undefined;
  return { entries: root.entries, comments, problems, broken };
}

/** Says that `entry` hides `earlier`, when there is one. */
export function reportDuplicate(
  earlier: Entry | undefined,
  entry: Entry,
  problems: Problem[],
): void {
  if (earlier === undefined) return;
  problems.push({
    code: 'duplicate-key',
    message: `"${entry.key}" is written twice in this map; Helm silently uses the last one. Remove one of them.`,
    span: entry.keySpan,
    related: { message: `"${entry.key}" is written here first.`, span: earlier.keySpan },
  });
}

/** Offset of the colon that ends the key at the start of the line; -1 when there is no key; undefined when it is hard to tell. */
function findColon(text: string, { from, to }: Line): number | undefined {
  const quote = text[from];
  if (quote === '"' || quote === "'") {
    const close = closingQuote(text, from, to);
    if (close === undefined) return undefined;
    const next = skipSpaces(text, close + 1, to);
    return text[next] === ':' && isEnd(text, next + 1, to) ? next : -1;
  }
  // Within the line only: a search to the end of the file on every line would be quadratic.
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === colonCode && isEnd(text, at + 1, to)) return at;
    if (unit === spaceCode && text.charCodeAt(at + 1) === hashCode && at + 1 < to)
      return /:(?: |$)/.test(text.slice(at + 2, to)) ? undefined : -1;
  }
  return -1;
}

function readKey(
  text: string,
  from: number,
  colon: number,
): { readonly key: string; readonly keySpan: Span } | undefined {
  const node = readScalar(text, from, colon);
  if (node === undefined || skipSpaces(text, node.span.end, colon) !== colon) return undefined;
  const key = node.source === '<<' ? undefined : keyName(node);
  return key === undefined ? undefined : { key, keySpan: node.span };
}

function readScalar(
  text: string,
  from: number,
  to: number,
): (Node & { kind: 'scalar' }) | undefined {
  const first = text[from] ?? '';
  if (first === '"' || first === "'") {
    const close = closingQuote(text, from, to);
    if (close === undefined) return undefined;
    const source = text.slice(from + 1, close);
    const style = first === '"' ? 'double' : 'single';
    return { kind: 'scalar', value: source, source, style, span: { start: from, end: close + 1 } };
  }
  if (indicators.has(first)) return undefined;
  if (isEnd(text, from + 1, to) && (first === '-' || first === '?' || first === ':'))
    return undefined;
  const line = text.slice(from, to);
  const comment = line.indexOf(' #');
  const source = (comment === -1 ? line : line.slice(0, comment)).trimEnd();
  if (source.includes(': ') || source.endsWith(':')) return undefined;
  return plain(source, from);
}

function plain(source: string, start: number): Node & { kind: 'scalar' } {
  const value: Scalar = resolvePlain(source);
  return {
    kind: 'scalar',
    value,
    source,
    style: 'plain',
    span: { start, end: start + source.length },
  };
}

/** Undefined when the quote does not end on this line, or holds escapes. */
function closingQuote(text: string, from: number, to: number): number | undefined {
  const quote = text[from] ?? '';
  const line = text.slice(from, to);
  const close = line.indexOf(quote, 1);
  if (close === -1 || (quote === "'" && line[close + 1] === "'")) return undefined;
  return quote === '"' && line.slice(0, close).includes('\\') ? undefined : from + close;
}

/** The last entry above that has the same key. Most maps are so small that an index costs more than it saves. */
function namesakes(): (entry: Entry, above: readonly Entry[]) => Entry | undefined {
  let index: Map<string, Entry> | undefined;
  return (entry, above) => {
    if (above.length < indexedSize) return above.findLast(({ key }) => key === entry.key);
    index ??= new Map(above.map((one) => [one.key, one]));
    const found = index.get(entry.key);
    index.set(entry.key, entry);
    return found;
  };
}

const indexedSize = 12;

const spaceCode = 0x20;
const hashCode = 0x23;
const colonCode = 0x3a;
const indicators: ReadonlySet<string> = new Set('[]{},#&*!|>%@`');

function isEnd(text: string, at: number, to: number): boolean {
  return at >= to || text[at] === ' ';
}

function skipSpaces(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && text[at] === ' ') at += 1;
  return at;
}
