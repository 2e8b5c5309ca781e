import type { Comment } from '../syntax/parse.ts';

/** What `# inference-charts: ignore <id>` and `ignore-file <id>` comments silence. */
export interface Suppressions {
  /** True when a finding of `rule` whose span starts on the line with this start offset is silenced. */
  covers(rule: string, lineStart: number, lineEnd: number): boolean;
}

const directive =
  /^\s*inference-charts:\s*(ignore|ignore-file)\s+([a-z0-9-]+(?:[\s,]+[a-z0-9-]+)*)\s*$/;

/**
 * A comment at the end of a line silences that line; on a line of its own, the next line that says
 * something, so that several can stand above one key.
 * `ignore-file` silences the rule everywhere.
 */
export function readSuppressions(text: string, comments: readonly Comment[]): Suppressions {
  const everywhere = new Set<string>();
  const byLine: { readonly rules: ReadonlySet<string>; readonly at: number }[] = [];
  for (const comment of comments) {
    // What follows two dashes is the author's reason.
    const [said = ''] = comment.text.split(/\s--(?:\s|$)/, 1);
    const [, kind, ids] = directive.exec(said) ?? [];
    if (ids === undefined) continue;
    const rules = new Set(ids.split(/[\s,]+/).filter((id) => id !== ''));
    if (kind === 'ignore-file') for (const rule of rules) everywhere.add(rule);
    else byLine.push({ rules, at: silencedOffset(text, comment) });
  }
  return {
    covers: (rule, lineStart, lineEnd) =>
      everywhere.has(rule) ||
      byLine.some(({ rules, at }) => rules.has(rule) && at >= lineStart && at <= lineEnd),
  };
}

/** Any offset on the silenced line. */
function silencedOffset(text: string, comment: Comment): number {
  const lineStart = text.lastIndexOf('\n', comment.span.start - 1) + 1;
  const isAlone = text.slice(lineStart, comment.span.start).trim() === '';
  if (!isAlone) return comment.span.start;
  nextContent.lastIndex = comment.span.end;
  return nextContent.test(text) ? nextContent.lastIndex - 1 : text.length;
}

/** The rest of this line, then lines that are blank or only a comment. */
const nextContent = /[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*[^\s#]/y;
