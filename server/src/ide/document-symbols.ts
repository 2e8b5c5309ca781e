import type { Node, Span } from '../syntax/node.ts';
import type { ValuesDocument } from '../syntax/parse.ts';

/** An outline entry: a key with what hangs below it. */
export interface DocumentSymbol {
  readonly name: string;
  /** The value of a scalar, for the outline's second column. */
  readonly detail: string;
  readonly kind: 'map' | 'list' | 'text' | 'number' | 'boolean' | 'null';
  /** Key and value. */
  readonly span: Span;
  readonly keySpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** The keys of a values file as a tree; list items are named by their `name` or their place. */
export function documentSymbols(document: ValuesDocument): readonly DocumentSymbol[] {
  const { root } = document.within?.document ?? document;
  return root === undefined ? [] : childrenOf(root);
}

function childrenOf(node: Node): readonly DocumentSymbol[] {
  switch (node.kind) {
    case 'scalar':
      return [];
    case 'sequence':
      return node.items.map((item, index) => ({
        ...symbol(nameOf(item, index), item.span, item),
        // The name of a plain item is its value already.
        ...(item.kind === 'scalar' && { detail: '' }),
      }));
    case 'map':
      // Merged entries are outlined where they are written.
      return node.entries
        .filter(({ isMerged }) => !isMerged)
        .map(({ key, keySpan, value }) => symbol(key, keySpan, value));
  }
}

function symbol(name: string, keySpan: Span, value: Node): DocumentSymbol {
  // The value of an alias stands at the alias; an outline must contain what it names.
  const end = Math.max(keySpan.end, value.span.end);
  return {
    name: name === '' ? '""' : name,
    detail: value.kind === 'scalar' ? shortened(String(value.value ?? '')) : '',
    kind: kindOf(value),
    span: { start: keySpan.start, end },
    keySpan,
    children: childrenOf(value).filter(
      ({ span }) => span.start >= keySpan.start && span.end <= end,
    ),
  };
}

function nameOf(item: Node, index: number): string {
  if (item.kind === 'scalar') return shortened(String(item.value ?? ''));
  const name = item.kind === 'map' ? item.entries.find(({ key }) => key === 'name') : undefined;
  return name?.value.kind === 'scalar' ? String(name.value.value ?? index) : `[${index}]`;
}

function kindOf(node: Node): DocumentSymbol['kind'] {
  if (node.kind === 'map') return 'map';
  if (node.kind === 'sequence') return 'list';
  switch (typeof node.value) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'string':
      return 'text';
    default:
      return 'null';
  }
}

function shortened(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
