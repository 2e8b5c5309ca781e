import type { Fact } from '../model/merged-values.ts';
import { describeKey, type KeyDescription } from '../schema/describe-key.ts';
import type { Node, Path, Span } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import { explainFit } from './explain-fit.ts';
import { explainValue } from './explain-value.ts';

export interface Hover {
  /** The key or value that the text is about. */
  readonly span: Span;
  /** Markdown without links or HTML. */
  readonly markdown: string;
}

/**
 * What a key is: description, type and default from the schema, the value that Helm will use and
 * where that comes from, and what the catalog knows of the value. Undefined where there is no key.
 */
export function hover(analysis: Analysis, offset: number): Hover | undefined {
  const { document, values, inherited, surroundings } = analysis;
  const place = placeAt(document.root, offset, []);
  if (place === undefined) return undefined;
  const { path, span } = place;
  const description = describeKey(surroundings.chart.generation, path);
  const fact = values.at(path);
  const parts = [
    `**${path.join('.')}**${typesOf(description)}`,
    description?.description,
    rangeOf(description),
    fact === undefined ? undefined : effective(fact, inherited.at(path)),
    explainValue(analysis, path),
    explainFit(analysis, path),
  ].filter((part) => part !== undefined);
  // A key that nobody knows and that holds a whole map says nothing by being repeated.
  if (parts.length === 1) return undefined;
  return { span, markdown: parts.join('\n\n') };
}

function placeAt(
  node: Node | undefined,
  offset: number,
  path: Path,
): { readonly path: Path; readonly span: Span } | undefined {
  if (node?.kind === 'sequence') {
    const index = node.items.findIndex(({ span }) => contains(span, offset));
    const item = node.items[index];
    return item === undefined ? undefined : placeAt(item, offset, [...path, index]);
  }
  if (node?.kind !== 'map') return undefined;
  for (const { key, keySpan, value, isMerged } of node.entries) {
    if (isMerged) continue;
    const inner: Path = [...path, key];
    if (contains(keySpan, offset)) return { path: inner, span: keySpan };
    if (!contains(value.span, offset)) continue;
    if (value.kind === 'scalar') return { path: inner, span: value.span };
    return placeAt(value, offset, inner);
  }
  return undefined;
}

function contains({ start, end }: Span, offset: number): boolean {
  return offset >= start && offset <= end;
}

function typesOf(description: KeyDescription | undefined): string {
  const types = description?.type?.join(' or ');
  const byDefault = description?.default;
  const parts = [
    ...(types === undefined ? [] : [types]),
    ...(isScalar(byDefault) ? [`default \`${String(byDefault)}\``] : []),
  ];
  return parts.length === 0 ? '' : ` — ${parts.join(', ')}`;
}

function rangeOf(description: KeyDescription | undefined): string | undefined {
  if (description === undefined) return undefined;
  const { minimum, maximum } = description;
  if (description.enum !== undefined)
    return `One of ${description.enum.map((value) => `\`${String(value)}\``).join(', ')}.`;
  if (minimum !== undefined && maximum !== undefined) return `From ${minimum} to ${maximum}.`;
  if (minimum !== undefined) return `At least ${minimum}.`;
  return maximum === undefined ? undefined : `At most ${maximum}.`;
}

/** Only scalars: a map's effective value is what hovering over its keys shows. */
function effective(fact: Fact, below: Fact | undefined): string | undefined {
  if (!isScalar(fact.value)) return undefined;
  const value = `\`${String(fact.value)}\``;
  switch (fact.origin.kind) {
    case 'chart':
      return `Effective value: ${value}, the chart's default.`;
    case 'file':
      return `Effective value: ${value}, from ${fact.origin.file}.`;
    case 'document': {
      const replaced = below?.value;
      if (below === undefined || !isScalar(replaced) || replaced === fact.value)
        return `Effective value: ${value}, from this file.`;
      return `Effective value: ${value}, from this file; it replaces \`${String(replaced)}\` ${sourceOf(below)}.`;
    }
  }
}

function sourceOf(fact: Fact): string {
  return fact.origin.kind === 'file' ? `from ${fact.origin.file}` : 'of the chart';
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
