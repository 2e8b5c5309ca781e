import { Composer, Lexer, Parser, type CST, type Document } from 'yaml';
import { buildTree } from './build-tree.ts';
import type { Comment } from './comment.ts';
import type { Node, Span } from './node.ts';
import type { Problem } from './problem.ts';

/** What the YAML library makes of a text. */
export interface Composition {
  readonly root: Node | undefined;
  readonly problems: readonly Problem[];
  readonly comments: readonly Comment[];
  /** From the first mistake on nothing is sure. */
  readonly broken: readonly Span[];
}

/** Nested deeper than this the library would run out of stack, and no chart reads it. */
const maxDepth = 200;
/** More pieces than this take the library over half a second; 10,000 usual lines have 90,000. */
const maxLexemes = 120_000;

/** Anchors, tags and directives in a row; nobody writes more than two, and thousands take quadratic time. */
const maxProperties = 50;

/** Helm reads values with YAML 1.1 types; timestamps and base-60 numbers stay strings there. */
const options = {
  version: '1.1',
  merge: true,
  uniqueKeys: false,
  strict: true,
  prettyErrors: false,
  logLevel: 'error',
  customTags: (tags: unknown[]) =>
    tags.filter((tag) => {
      const { format, tag: name } = tag as { format?: string; tag?: string };
      return format !== 'TIME' && name !== 'tag:yaml.org,2002:timestamp';
    }),
} as const;

/** Reads any YAML with the library. Offsets count from the start of the document the text is cut from. */
export function compose(text: string, offset: number): Composition {
  const tokenized = tokenize(text);
  if (tokenized === undefined) return tooLarge(text, offset);
  const { tokens, deepAt } = tokenized;
  const comments: Comment[] = [];
  for (const token of tokens) collectComments(token, offset, comments);
  comments.sort((a, b) => a.span.start - b.span.start);
  if (deepAt !== undefined) {
    const span = { start: offset + deepAt, end: offset + Math.min(text.length, deepAt + 1) };
    const message = `This is nested more than ${maxDepth} levels deep, which no chart reads.`;
    const broken = [{ start: offset, end: offset + text.length }];
    return { root: undefined, problems: [{ code: 'too-deep', message, span }], comments, broken };
  }
  const documents: Document.Parsed[] = [];
  for (const document of new Composer(options as never).compose(tokens, true, text.length)) {
    documents.push(document);
    // Helm reads the first one alone; a second tells that there are more.
    if (documents.length > 1) break;
  }
  const { root, problems } = buildTree(documents, text, offset);
  const mistake = problems.find(({ code }) => code === 'yaml-syntax');
  const broken = mistake ? [{ start: mistake.span.start, end: offset + text.length }] : [];
  return { root, problems, comments, broken };
}

/** Stops where nesting gets too deep: later steps of the library recurse. Undefined when there is too much. */
function tokenize(
  text: string,
): { readonly tokens: CST.Token[]; readonly deepAt?: number } | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let count = 0;
  let properties = 0;
  for (const lexeme of new Lexer().lex(text)) {
    count += 1;
    if (/^[&!%]/.test(lexeme)) properties += 1;
    else if (lexeme.trim() !== '') properties = 0;
    if (count > maxLexemes || properties > maxProperties) return undefined;
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > maxDepth) return { tokens, deepAt: parser.offset };
  }
  for (const token of parser.end()) tokens.push(token);
  return { tokens };
}

function tooLarge(text: string, offset: number): Composition {
  const newline = text.indexOf('\n');
  const span = { start: offset, end: offset + (newline === -1 ? text.length : newline) };
  const message = 'This part of the file is too large to be checked.';
  const broken = [{ start: offset, end: offset + text.length }];
  return {
    root: undefined,
    problems: [{ code: 'too-large', message, span }],
    comments: [],
    broken,
  };
}

function collectComments(token: CST.Token, offset: number, comments: Comment[]): void {
  const pending: unknown[] = [token];
  while (pending.length > 0) {
    const next = pending.pop();
    if (Array.isArray(next)) {
      for (const item of next) pending.push(item);
      continue;
    }
    if (next === null || typeof next !== 'object') continue;
    const part = next as Partial<Record<(typeof tokenParts)[number], unknown>> & {
      readonly type?: string;
      readonly source?: string;
      readonly offset?: number;
    };
    if (part.type === 'comment' && part.source !== undefined && part.offset !== undefined) {
      const start = offset + part.offset;
      const written = part.source.trimEnd();
      comments.push({ text: written.slice(1), span: { start, end: start + written.length } });
      continue;
    }
    for (const name of tokenParts) {
      const inner = part[name];
      if (typeof inner === 'object') pending.push(inner);
    }
  }
}

const tokenParts = ['start', 'key', 'sep', 'value', 'items', 'end', 'props'] as const;
