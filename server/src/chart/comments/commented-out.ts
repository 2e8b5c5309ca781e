import type { CommentLine } from './comment-lines.ts';

/** A line of a comment, or YAML that is commented out. */
export type CommentPart =
  | CommentLine
  /** A key beside those around the comment; `behind` are the words on its line. */
  | { readonly kind: 'key'; readonly key: string; readonly behind: string }
  /** Part of a value: what stands deeper than the words above it, or an item. */
  | { readonly kind: 'value'; readonly of: 'map' | 'list' };

/**
 * Tells YAML from words. A key is one word with a value of one word, in quotes or in brackets, or
 * with nothing behind its colon; `default: the name of the model` is a sentence. An item is YAML when it
 * holds such a key, and a word alone (`- debug`) when nothing was said above that it could belong to.
 */
export function commentedOut(lines: readonly CommentLine[]): readonly CommentPart[] {
  const parts: CommentPart[] = [];
  const indents = lines.filter(({ text }) => text !== '').map(({ text }) => indentOf(text));
  const base = indents.reduce((least, indent) => Math.min(least, indent), Infinity);
  /** Column of the key or item that deeper lines belong to. */
  let above: number | undefined;
  let hasWords = false;
  for (const line of lines) {
    const { kind, text } = line;
    const indent = indentOf(text);
    const isPlain = kind === 'words';
    if (isPlain && above !== undefined && (text === '' || indent > above)) continue;
    const yaml = isPlain
      ? readYaml(text, { isBelowYaml: above !== undefined, hasWords })
      : undefined;
    if (yaml === undefined) {
      parts.push(line);
      above = undefined;
      hasWords = isPlain || kind === 'start' ? hasWords || text !== '' : false;
      continue;
    }
    above = indent;
    if (yaml === 'item') parts.push({ kind: 'value', of: 'list' });
    else if (indent > base) parts.push({ kind: 'value', of: 'map' });
    else {
      parts.push({ kind: 'key', ...yaml });
      hasWords = false;
    }
  }
  return parts;
}

interface Neighbours {
  readonly isBelowYaml: boolean;
  readonly hasWords: boolean;
}

function readYaml(
  text: string,
  { isBelowYaml, hasWords }: Neighbours,
): 'item' | { readonly key: string; readonly behind: string } | undefined {
  const written = text.trim();
  const item = /^-\s+(.+)$/.exec(written)?.[1];
  if (item === undefined) return readKey(written, isBelowYaml);
  if (readKey(item, isBelowYaml) !== undefined || /^[{[]/.test(item)) return 'item';
  const isOneWord = /^(?:\S+|"[^"]*"|'[^']*'|--.*)$/.test(item);
  return isOneWord && (isBelowYaml || !hasWords) ? 'item' : undefined;
}

function readKey(text: string, isBelowYaml: boolean) {
  const match = /^("[^"]+"|'[^']+'|[A-Za-z_$][\w./$-]*):(?:\s+(.*))?$/.exec(text);
  const [, written = '', rest = ''] = match ?? [];
  if (match === null || startsSentence.test(written)) return undefined;
  const [, value = '', behind = ''] = /^(|.*?\S)(?:(?:^|\s+)#\s*(.*))?$/.exec(rest) ?? [];
  if (!oneValue.test(value) && !isBelowYaml) return undefined;
  return { key: written.replace(/^(["'])(.*)\1$/, '$2'), behind };
}

/** `Note:`, `See: https://…`, `e.g.: x`: words that introduce others. A key of Kubernetes in capitals has no small letters. */
const startsSentence =
  /^(?:[A-Z][a-z]+|[a-z]\.[a-z]\.|(?:example|note|default|see|ref|doc|option|warning|hint|tip|todo|fixme|unit|range|required|optional|deprecated|since)s?)$|^(?:NOTE|TODO|FIXME|WARNING|IMPORTANT)$/;
const oneValue = /^(?:|\S+|"[^"]*",?|'[^']*',?|[{[].*|[|>][-+\d]*|[&!]\S+\s.*|\{\{.*)$/;

function indentOf(text: string): number {
  return Math.max(0, text.search(/\S/));
}
