import type { KeyDescription } from '../schema/describe-key.ts';
import type { KeyCursor } from '../syntax/cursor.ts';
import { indentOf, lineBreakOf } from '../syntax/text-lines.ts';
import { writeKey, writeValue } from '../syntax/write-scalar.ts';
import type { Analysis } from './analysis.ts';
import type { Completion, KeyProposal } from './proposal.ts';
import { proposeKeys } from './propose-keys.ts';
import { proposeResources } from './propose-resources.ts';
import { escapeSnippet, placeholder } from './snippet.ts';

/** The keys that the map at the cursor can still take: those of the schema and of the chart's own files. */
export function completeKeys(analysis: Analysis, cursor: KeyCursor): readonly Completion[] {
  const proposals = proposeResources(analysis, cursor.map) ?? proposeKeys(analysis, cursor.map);
  const present = new Set(cursor.present);
  return proposals
    .filter(({ key }) => !present.has(key))
    .map((proposal) => completionOf(analysis.document.text, cursor, proposal));
}

function completionOf(text: string, cursor: KeyCursor, proposal: KeyProposal): Completion {
  const { key, description, detail, documentation = '', shape } = proposal;
  const quote = cursor.prefix[0];
  const style = quote === '"' ? 'double' : quote === "'" ? 'single' : 'plain';
  const written = writeKey(key, style);
  return {
    label: key,
    kind: shape === 'scalar' ? 'key' : 'map',
    detail,
    documentation,
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
