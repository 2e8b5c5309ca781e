import type { Comment } from './comment.ts';
import { compose, type Composition } from './compose.ts';
import { removeHazards } from './hazards.ts';
import { joinFlowLines } from './join-flow-lines.ts';
import type { Entry, MapNode, Node, Path, Span } from './node.ts';
import type { Problem } from './problem.ts';
import { readBlock, reportDuplicate } from './read-block.ts';
import { splitBlocks } from './split-blocks.ts';

export type { Comment } from './comment.ts';

/** A values file as text and tree. Made once per document version; every feature reads this one. */
export interface ValuesDocument {
  readonly text: string;
  /** Absent when the file is empty, holds only comments, or is too broken to have a root. */
  readonly root: Node | undefined;
  /** In document order. */
  readonly problems: readonly Problem[];
  /** In document order, without the `#`. */
  readonly comments: readonly Comment[];
  /** Where the tree may not say what the author meant: from a mistake to where reading is safe again. */
  readonly broken: readonly Span[];
  /** Where `root` is only a part of what the text says; offsets are those of the whole text all the same. */
  readonly within?: Whole;
}

/** What a part is taken from. */
export interface Whole {
  readonly document: ValuesDocument;
  /** Where the root of the part stands. */
  readonly path: Path;
  /** Keys that stand there and are not of the part. */
  readonly dropped: ReadonlySet<string>;
}

/** Parses any text; never throws. Problems tell what a YAML reader would refuse or misread. */
export function parse(text: string): ValuesDocument {
  const safe = removeHazards(text);
  const reading = read(safe.text);
  const byStart = (a: { span: Span }, b: { span: Span }) => a.span.start - b.span.start;
  return {
    text,
    root: reading.root,
    problems: withoutEchoes([...safe.problems, ...reading.problems].sort(byStart), text),
    comments: reading.comments,
    broken: [...safe.broken, ...reading.broken],
  };
}

function read(text: string): Composition {
  const reading = readBlocks(text) ?? compose(text, 0);
  if (!isBroken(reading)) return reading;
  const joined = joinFlowLines(text);
  const again = joined === undefined ? undefined : (readBlocks(joined) ?? compose(joined, 0));
  return again === undefined || isBroken(again) ? reading : again;
}

function isBroken({ problems }: Composition): boolean {
  return problems.some(({ code }) => code === 'yaml-syntax');
}

/** With more blocks that need the library it is faster to hand it the whole. */
const maxComposedBlocks = 100;
/** Who has more mistakes than this reads the first ones. */
const maxProblems = 200;

/** Block by block; undefined when the blocks lean on each other or are none. */
function readBlocks(text: string): Composition | undefined {
  const blocks = splitBlocks(text);
  const [first] = blocks ?? [];
  if (blocks === undefined || first === undefined) return undefined;
  const entries: Entry[] = [];
  const problems: Problem[] = [];
  const comments = leadingComments(text.slice(0, first.start));
  const broken: Span[] = [];
  let composed = 0;
  for (const block of blocks) {
    const own = readBlock(text, block);
    if (own === undefined) composed += 1;
    if (composed > maxComposedBlocks) return undefined;
    const reading = own ?? composeBlock(text, block);
    if (reading === undefined) return undefined;
    for (const entry of reading.entries) entries.push(entry);
    for (const problem of reading.problems) problems.push(problem);
    for (const comment of reading.comments) comments.push(comment);
    for (const span of reading.broken) broken.push(span);
  }
  const seen = new Map<string, Entry>();
  for (const entry of entries) {
    reportDuplicate(seen.get(entry.key), entry, problems);
    seen.set(entry.key, entry);
  }
  comments.sort((a, b) => a.span.start - b.span.start);
  return { root: mapOf(entries), problems, comments, broken };
}

/** Undefined when an anchor, alias or merge key may reach into another block. */
function composeBlock(
  text: string,
  block: Span,
): (Composition & { readonly entries: readonly Entry[] }) | undefined {
  const source = text.slice(block.start, block.end);
  if (/(?:^|[\s,[{:])(?:[&*][^\s]|<<)/.test(source)) return undefined;
  const composition = compose(source, block.start);
  const { root } = composition;
  return { ...composition, entries: root?.kind === 'map' ? root.entries : [] };
}

function mapOf(entries: readonly Entry[]): MapNode | undefined {
  const start = entries[0]?.keySpan.start;
  const last = entries.at(-1);
  if (start === undefined || last === undefined) return undefined;
  const end = Math.max(last.value.span.end, last.keySpan.end);
  return { kind: 'map', style: 'block', entries, span: { start, end } };
}

function leadingComments(text: string): Comment[] {
  // White space at the end is cut afterwards: a pattern for both tries it anew at every letter.
  return [...text.matchAll(/^(?:\ufeff|---)?[ \t]*(#.*)$/gm)].map((match) => {
    const start = match.index + match[0].indexOf('#');
    const written = (match[1] ?? '').trimEnd();
    return { text: written.slice(1), span: { start, end: start + written.length } };
  });
}

/** The library says the same mistake in several ways; the first on a line is enough. */
function withoutEchoes(problems: readonly Problem[], text: string): Problem[] {
  const kept: Problem[] = [];
  let lineEnd = -1;
  for (const problem of problems) {
    const { code, span } = problem;
    if (code === 'yaml-syntax') {
      if (span.start <= lineEnd) continue;
      const newline = text.indexOf('\n', span.start);
      lineEnd = newline === -1 ? text.length : newline;
    }
    kept.push(problem);
    if (kept.length === maxProblems) break;
  }
  return kept;
}
