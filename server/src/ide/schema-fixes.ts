import type { Fix } from '../lint/rule.ts';
import type { MergedValues } from '../model/merged-values.ts';
import type { SchemaFinding, SchemaSuggestion } from '../schema/schema-finding.ts';

/** What the schema suggests, as fixes. None is safe: only the author knows what was meant. */
export function fixesOf(finding: SchemaFinding, values: MergedValues): readonly Fix[] {
  return finding.suggestions.flatMap((suggestion) => {
    const fix = fixOf(finding, suggestion, values);
    return fix === undefined ? [] : [{ ...fix, isSafe: false }];
  });
}

function fixOf(
  { path }: SchemaFinding,
  suggestion: SchemaSuggestion,
  values: MergedValues,
): Omit<Fix, 'isSafe'> | undefined {
  const key = String(path.at(-1));
  switch (suggestion.kind) {
    case 'rename-key':
      return {
        title: `Rename ${key} to ${suggestion.key}`,
        edits: [{ kind: 'rename', path, key: suggestion.key }],
      };
    case 'set-value':
      return {
        title: `Set ${key} to ${String(suggestion.value)}`,
        edits: [{ kind: 'set', path, value: suggestion.value }],
      };
    case 'move-key': {
      const value = values.at(path)?.value;
      // Maps and lists are moved by hand: their comments and anchors belong to them.
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        return undefined;
      return {
        title: `Move ${key} to ${suggestion.to.join('.')}`,
        edits: [
          { kind: 'remove', path },
          { kind: 'set', path: suggestion.to, value },
        ],
      };
    }
  }
}
