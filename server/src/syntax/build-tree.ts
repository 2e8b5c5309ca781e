import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type ParsedNode } from 'yaml';
import { explain, isTemplate, templateMessage } from './explain.ts';
import { placeError } from './place-error.ts';
import { keyName } from './key-name.ts';
import type { Entry, MapNode, Node, Scalar, ScalarNode, Span } from './node.ts';
import type { Problem } from './problem.ts';
import { reportDuplicate } from './read-block.ts';
import { resolvePlain } from './resolve-plain.ts';

/**
 * How many nodes a file may have once aliases are written out. An alias bomb has millions; the
 * largest values files in the field have a few thousand.
 */
const maxExpandedNodes = 200_000;

/**
 * Turns what the YAML library composed into our own tree, so that nothing else knows the library.
 * `offset` is where `text` starts in the document.
 */
export function buildTree(
  documents: readonly Document.Parsed[],
  text: string,
  offset: number,
): { readonly root: Node | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  for (const document of documents)
    for (const { code, message, pos } of document.errors) {
      // Helm's reader does not mind.
      if (message.startsWith('Comments must be separated')) continue;
      const error = { code, message, span: { start: pos[0], end: pos[1] } };
      const { span, text: sentence } = placeError(error, text);
      problems.push({ code: 'yaml-syntax', message: sentence, span: shift(span, offset) });
    }
  const [first, second] = documents;
  if (second !== undefined && second.contents !== null)
    problems.push({
      code: 'several-documents',
      message: 'Helm reads only the first YAML document of a values file; what follows is ignored.',
      span: shift({ start: second.range[0], end: second.range[0] + 3 }, offset),
    });
  let root: Node | undefined;
  if (first?.contents) {
    const builder = treeBuilder({ text, offset, problems });
    root = builder.build(first.contents);
    if (builder.isTooLarge()) {
      problems.push({
        code: 'too-many-aliases',
        message: `Aliases expand this file to more than ${maxExpandedNodes} nodes; Helm would refuse or run out of memory. Write the values out.`,
        span: { start: offset, end: offset + Math.min(1, text.length) },
      });
      root = undefined;
    }
  }
  return { root, problems };
}

interface Source {
  readonly text: string;
  readonly offset: number;
  readonly problems: Problem[];
}

function treeBuilder({ text, offset, problems }: Source) {
  const built = new Map<ParsedNode, Node>();
  const sizes = new Map<Node, number>();
  const open = new Set<ParsedNode>();
  // Filled in document order, so that an alias finds the latest anchor above it.
  const anchors = new Map<string, ParsedNode>();
  let isTooLarge = false;
  let mergedCount = 0;

  function build(source: ParsedNode): Node {
    if (isTooLarge) return emptyScalar(spanOf(source));
    if (isAlias(source)) return followAlias(source.source, spanOf(source));
    const known = built.get(source);
    if (known !== undefined) return known;
    if (source.anchor !== undefined) anchors.set(source.anchor, source);
    open.add(source);
    const node = shape(source);
    open.delete(source);
    built.set(source, node);
    measure(node);
    return node;
  }

  function followAlias(name: string, span: Span): Node {
    const target = anchors.get(name);
    if (target !== undefined && open.has(target)) {
      const message = `The alias *${name} stands inside the value that it names, so that value has no end.`;
      problems.push({ code: 'yaml-syntax', message, span });
    }
    if (target === undefined) {
      const inText = { start: span.start - offset, end: span.end - offset };
      const message = explain({ code: 'BAD_ALIAS', message: '', span: inText }, text);
      problems.push({ code: 'yaml-syntax', message, span });
    }
    // A map that contains itself has no finite value.
    if (target === undefined || open.has(target)) return emptyScalar(span);
    return { ...build(target), span };
  }

  function shape(source: ParsedNode): Node {
    const span = spanOf(source);
    if (isMap(source)) {
      const { entries, end } = entriesOf(source.items);
      if (source.flow === true) return { kind: 'map', style: 'flow', entries, span };
      return { kind: 'map', style: 'block', entries, span: { ...span, end: end ?? span.end } };
    }
    if (!isSeq(source)) return scalar(source, span);
    const items = source.items.map((item) => (isPair(item) ? emptyScalar(span) : build(item)));
    if (source.flow === true) return { kind: 'sequence', style: 'flow', items, span };
    const end = items.at(-1)?.span.end ?? span.end;
    return { kind: 'sequence', style: 'block', items, span: { ...span, end } };
  }

  function entriesOf(pairs: readonly unknown[]): {
    readonly entries: Entry[];
    readonly end?: number;
  } {
    const own: Entry[] = [];
    const merged: Entry[] = [];
    const seen = new Map<string, Entry>();
    let end: number | undefined;
    for (const pair of pairs) {
      if (isTooLarge) break;
      if (!isPair(pair)) continue;
      const key = pair.key as ParsedNode | null;
      const name = key === null ? undefined : keyOf(key);
      const keySpan = key === null ? undefined : spanOf(key);
      if (keySpan === undefined) continue;
      const value = isEmpty(pair.value)
        ? emptyScalar(behindColon(keySpan))
        : build(pair.value as ParsedNode);
      end = value.span.end;
      if (isScalar(key) && key.source === '<<' && key.type === 'PLAIN') {
        for (const entry of mergedEntries(value)) merged.push(entry);
        mergedCount += merged.length;
        if (mergedCount > maxExpandedNodes) isTooLarge = true;
        continue;
      }
      if (name === undefined) {
        const isAction = isTemplate(text.slice(keySpan.start - offset - 1, keySpan.end - offset));
        const message = isAction
          ? templateMessage
          : 'Helm reads only plain text as a key. Put quotes around it.';
        problems.push({ code: 'yaml-syntax', message, span: keySpan });
        continue;
      }
      const entry: Entry = { key: name, keySpan, value, isMerged: false };
      reportDuplicate(seen.get(name), entry, problems);
      seen.set(name, entry);
      own.push(entry);
    }
    return { entries: [...own, ...merged], ...(end !== undefined && { end }) };
  }

  /** Undefined for a map, a list or null. */
  function keyOf(key: ParsedNode): string | undefined {
    const node = build(key);
    return node.kind === 'scalar' ? keyName(node) : undefined;
  }

  function behindColon(key: Span): Span {
    const [gap = ''] = /^\s*:/.exec(text.slice(key.end - offset, key.end - offset + 200)) ?? [];
    return { start: key.end + gap.length, end: key.end + gap.length };
  }

  /** Without trailing white space and comments, which `range[2]` would include. */
  function spanOf(node: ParsedNode): Span {
    const [start, valueEnd] = node.range;
    return shift({ start, end: valueEnd }, offset);
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
  const written = source.source;
  const { value } = source as { value: unknown };
  const resolved =
    source.type === 'PLAIN' && source.tag === undefined ? resolvePlain(written) : value;
  return {
    kind: 'scalar',
    // Sets, binaries and the like of explicit tags stay what is written.
    value: isPlainValue(resolved) ? resolved : written,
    source: written,
    style: styleOf(source.type),
    span,
  };
}

function isEmpty(value: unknown): boolean {
  if (value === null) return true;
  return (
    isScalar(value) && value.source === '' && value.type === 'PLAIN' && !value.anchor && !value.tag
  );
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

function shift({ start, end }: Span, offset: number): Span {
  return { start: start + offset, end: end + offset };
}
