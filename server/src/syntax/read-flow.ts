import { keyName } from './key-name.ts';
import type { Entry, Node, ScalarNode } from './node.ts';
import { resolvePlain } from './resolve-plain.ts';

/** Reads `[a, b]`, `{a: 1}` and the like from one line; undefined for everything less plain. */
export function readFlow(text: string, start: number, to: number): Node | undefined {
  let at = start;

  function readNode(depth: number): Node | undefined {
    if (depth > maxDepth) return undefined;
    if (text[at] === '[') return readList(depth);
    return text[at] === '{' ? readMap(depth) : readScalar();
  }

  function readList(depth: number): Node | undefined {
    const from = at;
    const items: Node[] = [];
    at += 1;
    for (;;) {
      skipSpaces();
      if (text[at] === ']') break;
      const item = readNode(depth + 1);
      skipSpaces();
      if (item === undefined || !skipComma(']')) return undefined;
      items.push(item);
    }
    at += 1;
    return { kind: 'sequence', style: 'flow', items, span: { start: from, end: at } };
  }

  function readMap(depth: number): Node | undefined {
    const from = at;
    const entries: Entry[] = [];
    at += 1;
    for (;;) {
      skipSpaces();
      if (text[at] === '}') break;
      const entry = readEntry(depth);
      skipSpaces();
      // The library reports equal keys.
      if (entry === undefined || entries.some(({ key }) => key === entry.key)) return undefined;
      if (!skipComma('}')) return undefined;
      entries.push(entry);
    }
    at += 1;
    return { kind: 'map', style: 'flow', entries, span: { start: from, end: at } };
  }

  function readEntry(depth: number): Entry | undefined {
    const node = readScalar();
    const key = node && node.source !== '<<' ? keyName(node) : undefined;
    if (node === undefined || key === undefined) return undefined;
    if (text[at] !== ':' || text[at + 1] !== ' ') return undefined;
    at += 1;
    skipSpaces();
    const value = readNode(depth + 1);
    return value && { key, keySpan: node.span, value, isMerged: false };
  }

  function readScalar(): ScalarNode | undefined {
    simpleScalar.lastIndex = at;
    const written = at < to ? simpleScalar.exec(text)?.[0] : undefined;
    if (written === undefined || at + written.length > to) return undefined;
    const span = { start: at, end: at + written.length };
    at = span.end;
    const quote = written[0];
    if (quote !== '"' && quote !== "'")
      return {
        kind: 'scalar',
        value: resolvePlain(written),
        source: written,
        style: 'plain',
        span,
      };
    const source = written.slice(1, -1);
    const style = quote === '"' ? 'double' : 'single';
    return { kind: 'scalar', value: source, source, style, span };
  }

  function skipSpaces(): void {
    while (at < to && text[at] === ' ') at += 1;
  }

  /** Passes the comma between two items; true as well when the closing bracket comes. */
  function skipComma(closing: string): boolean {
    if (text[at] === closing) return true;
    if (text[at] !== ',' || at >= to) return false;
    at += 1;
    return true;
  }

  if (text[at] !== '[' && text[at] !== '{') return undefined;
  const node = readNode(0);
  return at <= to ? node : undefined;
}

const maxDepth = 20;

/** Words without spaces, and quotes without escapes. */
const simpleScalar = /"[^"\\\n]*"|'[^'\n]*'(?!')|[\w.~/+][\w.~/+-]*|-[\w.]+/y;
