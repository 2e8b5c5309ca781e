import { Composer, CST, Parser, type Document } from 'yaml';
import { buildTree, type Problem } from './build-tree.ts';
import type { Node, Span } from './node.ts';

/** A values file as text and tree. Made once per document version; every feature reads this one. */
export interface ValuesDocument {
  readonly text: string;
  /** Absent when the file is empty, holds only comments, or is too broken to have a root. */
  readonly root: Node | undefined;
  /** In document order. */
  readonly problems: readonly Problem[];
  /** In document order, without the `#`. */
  readonly comments: readonly Comment[];
}

export interface Comment {
  readonly text: string;
  readonly span: Span;
}

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

/** Parses any text; never throws. Problems tell what a YAML reader would refuse or misread. */
export function parse(text: string): ValuesDocument {
  const comments: Comment[] = [];
  const tokens: CST.Token[] = [];
  for (const token of new Parser().parse(text)) {
    collectComments(token, comments);
    tokens.push(token);
  }
  const documents = [...new Composer(options as never).compose(tokens, true, text.length)];
  const { root, problems } = buildTree(documents as Document.Parsed[], text);
  comments.sort((a, b) => a.span.start - b.span.start);
  return { text, root, problems, comments };
}

function collectComments(token: CST.Token, comments: Comment[]): void {
  const pending: unknown[] = [token];
  while (pending.length > 0) {
    const next = pending.pop();
    if (Array.isArray(next)) {
      for (const item of next) pending.push(item);
      continue;
    }
    if (next === null || typeof next !== 'object') continue;
    const part = next as Partial<
      Record<'start' | 'key' | 'sep' | 'value' | 'items' | 'end' | 'props', unknown>
    > & {
      type?: string;
      source?: string;
      offset?: number;
    };
    if (part.type === 'comment' && part.source !== undefined && part.offset !== undefined) {
      const start = part.offset;
      comments.push({
        text: part.source.slice(1),
        span: { start, end: start + part.source.length },
      });
      continue;
    }
    for (const inner of [
      part.start,
      part.key,
      part.sep,
      part.value,
      part.items,
      part.end,
      part.props,
    ])
      if (typeof inner === 'object') pending.push(inner);
  }
}
