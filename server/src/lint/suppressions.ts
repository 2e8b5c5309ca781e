import type { Comment } from '../syntax/parse.ts';

/** What `# inference-charts: ignore <id>` and `ignore-file <id>` comments silence. */
export interface Suppressions {
  /** True when a finding of `rule` whose span starts on the line with this start offset is silenced. */
  covers(rule: string, lineStart: number, lineEnd: number): boolean;
}

const directive = /^\s*inference-charts:\s*(ignore|ignore-file)\s+([a-z0-9, -]+)$/;

/**
 * A comment at the end of a line silences that line; on a line of its own, the next line.
 * `ignore-file` silences the rule everywhere.
 */
export function readSuppressions(text: string, comments: readonly Comment[]): Suppressions {
  const everywhere = new Set<string>();
  const byLine: { readonly rules: ReadonlySet<string>; readonly at: number }[] = [];
  for (const comment of comments) {
    const [, kind, ids] = directive.exec(comment.text.trimEnd()) ?? [];
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
  const lineEnd = text.indexOf('\n', comment.span.end);
  return lineEnd === -1 ? text.length : lineEnd + 1;
}
