import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type ParsedNode } from 'yaml';
import type { Entry, MapNode, Node, Scalar, ScalarNode, Span } from './node.ts';

/** Something a YAML reader refuses or silently misreads. */
export interface Problem {
  readonly code: 'yaml-syntax' | 'duplicate-key' | 'several-documents' | 'too-many-aliases';
  readonly message: string;
  readonly span: Span;
  /** The other place that explains this one, e.g. the first of two equal keys. */
  readonly related?: { readonly message: string; readonly span: Span };
}

/**
 * How many nodes a file may have once aliases are written out. An alias bomb has millions; the
 * largest values files in the field have a few thousand.
 */
const maxExpandedNodes = 200_000;
/** Deeper nesting than this is not a values file, and recursion has to end somewhere. */
const maxDepth = 200;

/** Turns what the YAML library composed into our own tree, so that nothing else knows the library. */
export function buildTree(
  documents: readonly Document.Parsed[],
  text: string,
): { readonly root: Node | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  for (const document of documents)
    for (const { message, pos } of [...document.errors])
      problems.push({
        code: 'yaml-syntax',
        message: sentence(message),
        span: {
          start: Math.min(pos[0], text.length),
          end: Math.min(Math.max(pos[1], pos[0]), text.length),
        },
      });
  const [first, second] = documents;
  if (second !== undefined && second.contents !== null)
    problems.push({
      code: 'several-documents',
      message: 'Helm reads only the first YAML document of a values file; what follows is ignored.',
      span: { start: second.range[0], end: Math.min(second.range[0] + 3, text.length) },
    });
  let root: Node | undefined;
  if (first?.contents) {
    const builder = treeBuilder(first, problems);
    root = builder.build(first.contents, 0);
    if (builder.isTooLarge()) {
      problems.push({
        code: 'too-many-aliases',
        message: `Aliases expand this file to more than ${String(maxExpandedNodes)} nodes; Helm would refuse or run out of memory. Write the values out.`,
        span: { start: 0, end: Math.min(1, text.length) },
      });
      root = undefined;
    }
  }
  problems.sort((a, b) => a.span.start - b.span.start);
  return { root, problems };
}

function treeBuilder(document: Document.Parsed, problems: Problem[]) {
  const built = new Map<ParsedNode, Node>();
  const sizes = new Map<Node, number>();
  const open = new Set<ParsedNode>();
  let isTooLarge = false;

  function build(source: ParsedNode, depth: number): Node {
    const span = spanOf(source);
    if (isAlias(source)) {
      const target = source.resolve(document) as ParsedNode | undefined;
      // An unresolved alias is already a syntax error; a self-containing one has no finite value.
      if (target === undefined || open.has(target)) return emptyScalar(span);
      return { ...(built.get(target) ?? build(target, depth)), span };
    }
    const known = built.get(source);
    if (known !== undefined) return known;
    open.add(source);
    const node = depth > maxDepth ? emptyScalar(span) : shape(source, span, depth);
    open.delete(source);
    built.set(source, node);
    measure(node);
    return node;
  }

  function shape(source: ParsedNode, span: Span, depth: number): Node {
    if (isMap(source))
      return {
        kind: 'map',
        style: source.flow === true ? 'flow' : 'block',
        entries: entriesOf(source.items, depth),
        span,
      };
    if (isSeq(source))
      return {
        kind: 'sequence',
        style: source.flow === true ? 'flow' : 'block',
        items: source.items.map((item) =>
          isPair(item) ? emptyScalar(span) : build(item as ParsedNode, depth + 1),
        ),
        span,
      };
    return scalar(source, span);
  }

  function entriesOf(pairs: readonly unknown[], depth: number): Entry[] {
    const own: Entry[] = [];
    const merged: Entry[] = [];
    const seen = new Map<string, Entry>();
    for (const pair of pairs) {
      if (!isPair(pair)) continue;
      const key = pair.key as ParsedNode | null;
      if (key === null || (!isScalar(key) && !isAlias(key))) continue;
      const keySpan = spanOf(key);
      const value =
        pair.value === null
          ? emptyScalar({ start: keySpan.end, end: keySpan.end })
          : build(pair.value as ParsedNode, depth + 1);
      if (isScalar(key) && key.source === '<<' && key.type === 'PLAIN') {
        merged.push(...mergedEntries(value));
        continue;
      }
      const name = keyText(build(key, depth + 1));
      const entry: Entry = { key: name, keySpan, value, isMerged: false };
      const earlier = seen.get(name);
      if (earlier !== undefined)
        problems.push({
          code: 'duplicate-key',
          message: `"${name}" is written twice in this map; Helm silently uses the last one. Remove one of them.`,
          span: keySpan,
          related: { message: `"${name}" is written here first.`, span: earlier.keySpan },
        });
      seen.set(name, entry);
      own.push(entry);
    }
    return [...own, ...merged];
  }

  /** Sizes count shared nodes at every place they are used, as a reader that expands them would. */
  function measure(node: Node): void {
    let size = 1;
    if (node.kind === 'map') for (const entry of node.entries) size += sizeOf(entry.value);
    if (node.kind === 'sequence') for (const item of node.items) size += sizeOf(item);
    sizes.set(node, size);
    if (size > maxExpandedNodes) isTooLarge = true;
  }

  function sizeOf(node: Node): number {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    // An alias: same children, its own object.
    measure(node);
    return sizes.get(node) ?? 1;
  }

  return { build, isTooLarge: () => isTooLarge };
}

function mergedEntries(value: Node): Entry[] {
  const maps: readonly Node[] = value.kind === 'sequence' ? value.items : [value];
  return maps
    .filter((map): map is MapNode => map.kind === 'map')
    .flatMap((map) => map.entries.map((entry) => ({ ...entry, isMerged: true })));
}

function scalar(source: ParsedNode, span: Span): ScalarNode {
  if (!isScalar(source)) return emptyScalar(span);
  const { value } = source as { value: unknown };
  return {
    kind: 'scalar',
    value: isPlainValue(value) ? value : String(value),
    source: source.source ?? '',
    style: styleOf(source.type),
    span,
  };
}

function styleOf(type: string | undefined | null): ScalarNode['style'] {
  switch (type) {
    case 'QUOTE_DOUBLE':
      return 'double';
    case 'QUOTE_SINGLE':
      return 'single';
    case 'BLOCK_FOLDED':
    case 'BLOCK_LITERAL':
      return 'block';
    default:
      return 'plain';
  }
}

function isPlainValue(value: unknown): value is Scalar {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
  );
}

function emptyScalar(span: Span): ScalarNode {
  return { kind: 'scalar', value: null, source: '', style: 'plain', span };
}

/** Helm's reader turns every key into a string. */
function keyText(node: Node): string {
  if (node.kind !== 'scalar') return '';
  return typeof node.value === 'string' ? node.value : node.source || String(node.value);
}

/** Without trailing white space and comments, which `range[2]` would include. */
function spanOf(node: ParsedNode): Span {
  const [start, valueEnd] = node.range;
  return { start, end: valueEnd };
}

function sentence(message: string): string {
  const first = message.split('\n')[0] ?? message;
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
