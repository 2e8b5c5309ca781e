import type { Cursor } from './cursor-kind.ts';
import { blockPlace, readCursorLine } from './cursor-line.ts';
import { findNode, type Node, type Path } from './node.ts';
import type { ValuesDocument } from './parse.ts';
import { lineStartOf } from './text-lines.ts';

/** The cursor inside `{ }` or `[ ]`, also while the bracket is still open. */
export function flowCursor(document: ValuesDocument, offset: number): Cursor | undefined {
  const { text, root } = document;
  const start = root && outermostFlow(root, offset);
  const opening = start ?? openBracket(text, offset);
  const base = opening === undefined ? undefined : pathBefore(text, opening);
  if (opening === undefined || base === undefined) return undefined;
  const frames = scan(text.slice(opening, offset));
  const frame = frames?.at(-1);
  if (frames === undefined || frame === undefined) return undefined;
  const path = [...base, ...frames.slice(0, -1).flatMap(stepOf)];
  const written = frame.written.trimStart();
  const wordStart = offset - written.length;
  const rest = /^[\w./-]*/.exec(text.slice(offset))?.[0].length ?? 0;
  const span = { start: wordStart, end: offset + rest };
  if (!/^["']?[\w./-]*$/.test(written)) return undefined;
  if (frame.kind === '{' && frame.key === undefined) {
    const node = findNode(root, path);
    const keys = node?.kind === 'map' ? node.entries : [];
    return {
      kind: 'key',
      map: path,
      present: [
        ...frame.keys,
        ...keys.filter(({ keySpan }) => keySpan.start > offset).map(({ key }) => key),
      ],
      prefix: written,
      span,
      column: wordStart - lineStartOf(text, wordStart),
      hasColon: /^\s*:/.test(text.slice(span.end)),
      isInFlow: true,
      isItem: false,
    };
  }
  const quote = written[0];
  return {
    kind: 'value',
    path: [...path, ...stepOf(frame)],
    prefix: written,
    span: { start: wordStart, end: span.end + Number(isQuote(quote) && text[span.end] === quote) },
    style: quote === '"' ? 'double' : quote === "'" ? 'single' : 'plain',
    needsSpace: frame.kind === '{' && frame.written === '',
    isInFlow: true,
  };
}

function isQuote(character: string | undefined): boolean {
  return character === '"' || character === "'";
}

interface Frame {
  readonly kind: '{' | '[';
  keys: string[];
  key: string | undefined;
  index: number;
  /** Since the last bracket, comma or colon. */
  written: string;
}

function stepOf({ kind, key, index }: Frame): (string | number)[] {
  return kind === '[' ? [index] : key === undefined ? [] : [key];
}

/** The brackets that are open at the end of the text; undefined when it ends in quotes or a comment. */
function scan(text: string): readonly Frame[] | undefined {
  const frames: Frame[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const frame = frames.at(-1);
    if (character === '{' || character === '[') {
      frames.push({ kind: character, keys: [], key: undefined, index: 0, written: '' });
    } else if (character === '}' || character === ']') {
      frames.pop();
      if (frames.length === 0) return undefined;
    } else if (frame === undefined) return undefined;
    else if (character === ',') {
      frame.key = undefined;
      frame.index += 1;
      frame.written = '';
    } else if (character === ':' && /[\s{[]|$/y.test(text.slice(at + 1)) && frame.kind === '{') {
      frame.key = frame.written.trim().replace(/^(["'])(.*)\1$/, '$2');
      frame.keys.push(frame.key);
      frame.written = '';
    } else if (character === '#' && /\s/.test(text[at - 1] ?? '')) {
      const newline = text.indexOf('\n', at);
      if (newline === -1) return undefined;
      at = newline;
    } else if (isQuote(character) && frame.written.trim() === '') {
      const close = text.indexOf(character, at + 1);
      if (close === -1) {
        frame.written = text.slice(at);
        return frames;
      }
      frame.written = text.slice(at, close + 1);
      at = close;
    } else frame.written += character;
  }
  return frames;
}

function outermostFlow(node: Node, offset: number): number | undefined {
  const { start, end } = node.span;
  if (node.kind === 'scalar' || offset <= start || offset > end) return undefined;
  if (node.style === 'flow') return offset < end ? start : undefined;
  const inner = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
  for (const child of inner) {
    const found = outermostFlow(child, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A bracket that opens the value on the cursor's line and may lack its end. */
function openBracket(text: string, offset: number): number | undefined {
  const start = lineStartOf(text, offset);
  const match = /^ *(?:- +)*(?:[^\s#:"'{[][^#:]*: +)?[{[]/.exec(text.slice(start, offset));
  return match === null ? undefined : start + match[0].length - 1;
}

/** Path of the value that starts at `opening`. */
function pathBefore(text: string, opening: number): Path | undefined {
  const line = readCursorLine(text, opening);
  const above = line && blockPlace(text, line);
  if (line === undefined || above === undefined) return undefined;
  return line.key !== undefined && line.key.colon < opening ? [...above, line.key.name] : above;
}
