import type { Span } from '../server/src/syntax/node.ts';

/** One file of a fixture with its markers taken out. */
export interface MarkedFile {
  readonly path: string;
  readonly text: string;
  /** Where `$0` stood. */
  readonly cursor: number | undefined;
  /** In document order. */
  readonly marks: readonly Mark[];
}

/** A finding as a fixture states it. */
export interface Mark {
  readonly id: string;
  readonly span: Span;
  /** The second place of a finding. */
  readonly isRelated: boolean;
}

/**
 * Reads a fixture of one or more files:
 *
 *     #- values-base.yaml
 *     inference:
 *       accelerator: neuron
 *     #- values.yaml
 *     inference:
 *       accelerator: gpu
 *     #              ^^^ accelerator-resource-mismatch
 *     modelParameters: {}
 *     #^^^^^^^^^^^^^^ related accelerator-resource-mismatch
 *     $0
 *
 * `#- path` starts a file; without such a line the only file is `values.yaml`. Carets in a comment
 * of its own mark columns of the line above; a `#` that touches them belongs to them, which is how
 * column 0 is marked (`#<` when the span is that column alone). A fixture that starts with a line break is dedented.
 */
export function readFixture(fixture: string): readonly MarkedFile[] {
  const files: { path: string; lines: string[] }[] = [];
  for (const line of dedent(fixture).split('\n')) {
    const path = /^#- (\S+)\s*$/.exec(line)?.[1];
    if (path !== undefined) files.push({ path, lines: [] });
    else {
      if (files.length === 0) files.push({ path: 'values.yaml', lines: [] });
      files.at(-1)?.lines.push(line);
    }
  }
  return files.map(({ path, lines }) => ({ path, ...readLines(lines) }));
}

/** Reads a fixture that is one file. */
export function readMarked(fixture: string): MarkedFile {
  const [file, ...others] = readFixture(fixture);
  if (file === undefined || others.length > 0) throw new Error('This fixture must be one file.');
  return file;
}

/** The file that is open in the editor: the one with the cursor, else the last. The others come before it. */
export function readOpenFile(fixture: string): {
  readonly open: MarkedFile;
  readonly earlier: readonly MarkedFile[];
} {
  const files = readFixture(fixture);
  const open = files.find((file) => file.cursor !== undefined) ?? files.at(-1);
  if (open === undefined) throw new Error('This fixture has no file.');
  return { open, earlier: files.filter((file) => file !== open) };
}

/** Offset of the one `$0`; fails when there is none. */
export function cursorOf(file: MarkedFile): number {
  if (file.cursor === undefined) throw new Error('This fixture has no cursor; write $0.');
  return file.cursor;
}

/** Puts marks back under a text. Two such texts compare well in a test's diff. */
export function writeMarks(text: string, marks: readonly Mark[]): string {
  const sorted = [...marks].sort(compareMarks);
  const written: string[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    written.push(line);
    const lineEnd = lineStart + line.length;
    for (const mark of sorted)
      if (mark.span.start >= lineStart && mark.span.start <= lineEnd)
        written.push(caretLine(mark, lineStart));
    lineStart = lineEnd + 1;
  }
  return written.join('\n');
}

/** Without the indentation that all lines share, when the text starts with a line break. */
export function dedent(text: string): string {
  if (!text.startsWith('\n')) return text;
  const lines = text.slice(1).split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const shared = Math.min(...indents);
  const cut = lines.map((line) => line.slice(Number.isFinite(shared) ? shared : 0));
  if (cut.at(-1)?.trim() === '') cut[cut.length - 1] = '';
  return cut.join('\n');
}

const caretComment = /^(\s*)#( *)(\^+|<)\s+(related\s+)?([a-z0-9-]+)\s*$/;

function readLines(lines: readonly string[]): Omit<MarkedFile, 'path'> {
  const kept: string[] = [];
  const marks: Mark[] = [];
  let cursor: number | undefined;
  let lineStart = 0;
  let nextStart = 0;
  for (const line of lines) {
    const caret = caretComment.exec(line);
    if (caret !== null) {
      if (kept.length === 0) throw new Error(`Nothing stands above this mark: ${line}`);
      marks.push(readMark(caret, lineStart));
      continue;
    }
    const at = line.indexOf('$0');
    const clean = at === -1 ? line : line.slice(0, at) + line.slice(at + 2);
    if (clean.includes('$0') || (at !== -1 && cursor !== undefined))
      throw new Error('This fixture has two cursors.');
    lineStart = nextStart;
    if (at !== -1) cursor = lineStart + at;
    nextStart += clean.length + 1;
    kept.push(clean);
  }
  return { text: kept.join('\n'), cursor, marks: marks.sort(compareMarks) };
}

function readMark(caret: RegExpExecArray, lineStart: number): Mark {
  const [, indent = '', gap = '', carets = '', related, id = ''] = caret;
  const isTouching = gap === '';
  const start = lineStart + indent.length + (isTouching ? 0 : 1 + gap.length);
  const length = carets === '<' ? 1 : carets.length + (isTouching ? 1 : 0);
  return { id, span: { start, end: start + length }, isRelated: related !== undefined };
}

function caretLine({ id, span, isRelated }: Mark, lineStart: number): string {
  const column = span.start - lineStart;
  const length = span.end - span.start;
  if (length < 1) return `# (empty at column ${column}) ${id}`;
  const marker =
    column > 1
      ? `#${' '.repeat(column - 1)}${'^'.repeat(length)}`
      : `${' '.repeat(column)}#${length === 1 ? '<' : '^'.repeat(length - 1)}`;
  return `${marker} ${isRelated ? 'related ' : ''}${id}`;
}

function compareMarks(left: Mark, right: Mark): number {
  return (
    left.span.start - right.span.start ||
    left.span.end - right.span.end ||
    Number(left.isRelated) - Number(right.isRelated) ||
    (left.id < right.id ? -1 : Number(left.id > right.id))
  );
}
