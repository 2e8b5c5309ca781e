import type { TextEdit } from './edit-values.ts';
import { findEntry, type Entry, type MapNode, type Node, type Path } from './node.ts';
import type { ValuesDocument } from './parse.ts';
import { writeScalar } from './write-scalar.ts';

/**
 * Adds the key at `path`, and the maps above it that are missing, at the end of the deepest map
 * that is there. Undefined when something else than a map stands in the way.
 */
export function insertKey(
  { text, root }: ValuesDocument,
  path: Path,
  value: string | number | boolean,
): TextEdit | undefined {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  if (root === undefined) return appendToText(text, blockLines(path, value, '', eol), eol);
  let node: Node = root;
  let owner: Entry | undefined;
  let depth = 0;
  for (; depth < path.length - 1 && node.kind === 'map'; depth++) {
    const entry = findEntry(node, String(path[depth]));
    if (entry === undefined || entry.isMerged) break;
    owner = entry;
    node = entry.value;
  }
  const rest = path.slice(depth);
  if (node.kind === 'map') {
    if (node.style === 'flow') return insertInFlow(text, node, rest, value);
    return insertInBlock(text, node, { rest, value, eol });
  }
  if (node.kind !== 'scalar' || node.value !== null || owner === undefined) return undefined;
  // `deployment:` with nothing below it yet; a written `null` or `~` has to go.
  const indent = `${indentAt(text, owner.keySpan.start)}  `;
  const colon = text.indexOf(':', owner.keySpan.end);
  const end = Math.max(colon + 1, node.span.end);
  const comment = text.slice(end, lineEnd(text, end)).trimEnd();
  const lines = blockLines(rest, value, indent, eol);
  return {
    span: { start: colon + 1, end: end + comment.length },
    newText: `${comment}${eol}${lines}`,
  };
}

function insertInBlock(
  text: string,
  map: MapNode,
  { rest, value, eol }: { rest: Path; value: string | number | boolean; eol: string },
): TextEdit | undefined {
  const own = map.entries.filter(({ isMerged }) => !isMerged);
  const [first] = own;
  if (first === undefined) return undefined;
  const lastEnd = Math.max(
    ...own.map(({ keySpan, value: node }) => Math.max(keySpan.end, node.span.end)),
  );
  // A block scalar's span ends behind its last line break.
  const inLine = lastEnd > 0 && text[lastEnd - 1] === '\n' ? lastEnd - 1 : lastEnd;
  const at = lineEnd(text, inLine);
  const lines = blockLines(rest, value, ' '.repeat(columnOf(text, first.keySpan.start)), eol);
  return { span: { start: at, end: at }, newText: `${eol}${lines}` };
}

function insertInFlow(
  text: string,
  map: MapNode,
  rest: Path,
  value: string | number | boolean,
): TextEdit {
  const inner = rest.reduceRight<string>(
    (below, key, index) =>
      index === rest.length - 1 ? `${keyText(key)}: ${below}` : `${keyText(key)}: { ${below} }`,
    writeScalar(value),
  );
  const close = text.lastIndexOf('}', map.span.end - 1);
  const before = text.slice(map.span.start + 1, close);
  const start = map.span.start + 1 + before.trimEnd().length;
  const isEmpty = before.trim() === '';
  return {
    span: { start, end: close },
    newText: isEmpty ? ` ${inner} ` : `, ${inner}${before.slice(before.trimEnd().length)}`,
  };
}

function blockLines(path: Path, value: string | number | boolean, indent: string, eol: string) {
  return path
    .map((key, index) => {
      const end = index === path.length - 1 ? `: ${writeScalar(value)}` : ':';
      return `${indent}${'  '.repeat(index)}${keyText(key)}${end}`;
    })
    .join(eol);
}

function keyText(key: string | number): string {
  return writeScalar(String(key));
}

function appendToText(text: string, lines: string, eol: string): TextEdit {
  const isOpen = text !== '' && !text.endsWith('\n');
  return {
    span: { start: text.length, end: text.length },
    newText: `${isOpen ? eol : ''}${lines}${eol}`,
  };
}

/** Where the line of `offset` ends, before its line break. */
function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  if (newline === -1) return text.length;
  return text[newline - 1] === '\r' && newline > offset ? newline - 1 : newline;
}

function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** White space before the key; a list's dash counts as white space, as YAML counts it. */
function indentAt(text: string, offset: number): string {
  return ' '.repeat(columnOf(text, offset));
}
