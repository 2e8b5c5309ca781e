/**
 * Plain text as Markdown that shows it letter by letter: lines stay lines, lists stay as they are
 * written, and nothing in it becomes a link, an image or HTML. Cut at a word where it is longer
 * than `limit` characters.
 */
export function wordsInMarkdown(words: string, limit: number): string {
  return cut(words, limit)
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.split('\n').map(escapeLine).join('  \n'))
    .join('\n\n');
}

function cut(words: string, limit: number): string {
  if (words.length <= limit) return words;
  const within = words.slice(0, limit);
  // Half a word or half a surrogate pair is not worth showing.
  const end = within.search(/\s\S*$/);
  return `${within.slice(0, end > limit / 2 ? end : -1).trimEnd()} …`;
}

function escapeLine(line: string): string {
  const escaped = line
    .replaceAll(/[\\`*[<|~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\$&`)
    .replaceAll(/&(?=#?\w+;)/g, String.raw`\&`)
    // Renderers make links of bare addresses.
    .replaceAll(/(https?|ftp|mailto|xmpp):/gi, String.raw`$1\:`)
    .replaceAll(/(www)\./gi, String.raw`$1\.`)
    .replaceAll(/(?<=\S)@(?=\S)/g, String.raw`\@`)
    // Of one line a heading, a quotation, a table or a list would become.
    .replace(/^(\s*)([-+=#:>])/, String.raw`$1\$2`)
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
  return escaped.replaceAll(/^ +| {2,}/g, (spaces) => '\u00a0'.repeat(spaces.length));
}
