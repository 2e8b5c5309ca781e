import type { KeyDescription } from '../schema/describe-key.ts';
import type { KeyCursor } from '../syntax/cursor.ts';
import type { Path } from '../syntax/node.ts';
import { indentOf, lineBreakOf } from '../syntax/text-lines.ts';
import { writeKey, writeValue } from '../syntax/write-scalar.ts';
import type { Analysis } from './analysis.ts';
import type { Completion, KeyProposal } from './proposal.ts';
import { describeInMarkdown, typeOf } from './describe-in-markdown.ts';
import { describePath, llamaServerKeys } from './describe-path.ts';
import { proposeResources } from './propose-resources.ts';
import { escapeSnippet, placeholder } from './snippet.ts';

/** The keys that the map at the cursor can still take: those of the schema and of the chart's own values. */
export function completeKeys(analysis: Analysis, cursor: KeyCursor): readonly Completion[] {
  const proposals = proposeResources(analysis, cursor.map) ?? proposeKeys(analysis, cursor.map);
  const present = new Set(cursor.present);
  return proposals
    .filter(({ key }) => !present.has(key))
    .map((proposal) => completionOf(analysis.document.text, cursor, proposal));
}

function proposeKeys(analysis: Analysis, map: Path): KeyProposal[] {
  const { inherited, config } = analysis;
  const known = describePath(analysis, map)?.children ?? [];
  const keys = llamaServerKeys(analysis, map) ?? [...new Set([...known, ...inherited.keys(map)])];
  const proposals = keys.map((key): KeyProposal => {
    const path = [...map, key];
    const description = describePath(analysis, path);
    const value = startValue(description, inherited.at(path)?.value);
    return {
      key,
      shape: shapeOf(description, inherited.at(path)?.value),
      ...(value !== undefined && { value }),
      ...(description && { description }),
      detail: typeOf(description),
    };
  });
  const isIdle = ({ key }: KeyProposal) =>
    (key === 'rayOptions' && !config.isRay) ||
    (['gpu', 'neuron', 'graviton'].includes(key) && key !== config.accelerator?.value);
  return [...proposals.filter((one) => !isIdle(one)), ...proposals.filter(isIdle)];
}

function shapeOf(description: KeyDescription | undefined, value: unknown): KeyProposal['shape'] {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object' && value !== null) return 'map';
  const types = description?.type ?? [];
  if (types.includes('object')) return 'map';
  return types.includes('array') ? 'list' : 'scalar';
}

/** What the key would be without being written: a start that changes nothing yet. */
function startValue(description: KeyDescription | undefined, inherited: unknown) {
  const value = inherited ?? description?.default;
  const isPlain =
    (typeof value === 'string' && value !== '' && !value.includes('\n')) ||
    typeof value === 'number' ||
    typeof value === 'boolean';
  return isPlain ? value : undefined;
}

function completionOf(text: string, cursor: KeyCursor, proposal: KeyProposal): Completion {
  const { key, description, detail, shape } = proposal;
  const quote = cursor.prefix[0];
  const style = quote === '"' ? 'double' : quote === "'" ? 'single' : 'plain';
  const written = writeKey(key, style);
  return {
    label: key,
    kind: shape === 'scalar' ? 'key' : 'map',
    detail,
    documentation: describeInMarkdown(description),
    span: cursor.span,
    ...(cursor.hasColon ? { newText: written } : withValue(text, cursor, { ...proposal, written })),
    filterText: style === 'plain' ? key : written,
    asksAgain: !cursor.hasColon && (shape === 'map' || hasChoices(description)),
  };
}

function withValue(
  text: string,
  { column, isInFlow }: KeyCursor,
  { written, shape, value, description }: KeyProposal & { readonly written: string },
): { readonly newText: string; readonly snippet: string } {
  const start = `${written}: `;
  const escaped = escapeSnippet(start);
  if (shape !== 'scalar') {
    const brackets = shape === 'map' ? '{}' : '[]';
    if (isInFlow)
      return {
        newText: start + brackets,
        snippet: `${escaped}${brackets[0] ?? ''}$1\\${brackets[1] ?? ''}$0`,
      };
    const below = lineBreakOf(text) + ' '.repeat(column + indentOf(text));
    const dash = shape === 'list' ? '- ' : '';
    return {
      newText: `${written}:${below}${dash}`,
      snippet: `${escapeSnippet(`${written}:`)}${below}${dash}$0`,
    };
  }
  const fallback = value === undefined ? '' : writeValue(value);
  return {
    newText: start + fallback,
    snippet: escaped + (hasChoices(description) ? '$0' : placeholder(fallback)),
  };
}

/** Whether a list of values opens by itself: then no value is put there first. */
function hasChoices(description: KeyDescription | undefined): boolean {
  return description?.enum !== undefined || description?.type?.includes('boolean') === true;
}
