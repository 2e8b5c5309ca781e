/** A line of a comment as far as it can be told by itself. */
export interface CommentLine {
  /** A rule is a line of dashes, a title stands between dashes; a start begins the description anew. */
  readonly kind: 'words' | 'start' | 'rule' | 'title';
  readonly text: string;
}

/**
 * The lines that are meant for people, as texts of comments without the first `#`: annotations for
 * documentation and schema generators, directives of linters and licences are left out.
 */
export function linesForPeople(comments: readonly string[]): readonly CommentLine[] {
  // The last lines stand next to the key.
  const lines = comments.slice(-maxLines).map((line) => line.slice(0, maxLength).trimEnd());
  if (lines.some((line) => licence.test(line))) return [];
  const marks = lines.flatMap((line, at) => (schemaMark.test(line) ? [at] : []));
  const inSchema = new Set<number>();
  for (let pair = 0; pair < marks.length; pair += 2) {
    const [open = 0, close = open] = marks.slice(pair, pair + 2);
    for (let at = open; at <= close; at += 1) inSchema.add(at);
  }
  return lines.flatMap((line, at) => (inSchema.has(at) || note.test(line) ? [] : lineOf(line)));
}

/** Nobody reads more, and some patterns take their time with a long line. */
const maxLines = 1_000;
const maxLength = 2_000;

const licence = /\bSPDX-License-Identifier\b|\bcopyright\b|\blicensed under\b/i;
/** helm-schema reads YAML between two of these. */
const schemaMark = /^#*\s*@schema\s*$/;
const note =
  /^#*\s*(?:@\w|(?:renovate|yamllint|yaml-language-server|prettier-ignore|checkov|kics-scan|trivy|cspell|inference-charts)\b[: ]|Default values for |This is a YAML-formatted file|Declare variables to be passed )/;

/** Nothing for lines of brackets, of dashes in a table and of template actions. */
function lineOf(line: string): readonly CommentLine[] {
  if (/^\s*(?:#{2,}|([-=*~_])(?:\s*\1){2,})$/.test(line)) return [{ kind: 'rule', text: '' }];
  if (/^\s*[-=*~]{3,}\s+[\p{L}\p{N}]|^#{2,}\s.*\S\s*#{2,}$/u.test(line))
    return [{ kind: 'title', text: '' }];
  const text = line.replace(/^#+!?/, '');
  // helm-docs: a type in brackets may stand before the words.
  const described = text.replace(/^(\s*)--(?:\s+|$)(?:\((?:tpl\/)?[a-z]+\)\s+)?/, '$1');
  if (described !== text) return [{ kind: 'start', text: described }];
  const isSaid = /[\p{L}\p{N}]/u.test(text) && !/^\s*\{\{/.test(text);
  return isSaid || text === '' ? [{ kind: 'words', text }] : [];
}
