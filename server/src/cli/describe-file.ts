import type { Analysis } from '../ide/analysis.ts';
import type { Diagnostic } from '../ide/diagnostic.ts';
import type { Fix } from '../lint/rule.ts';
import { editValues } from '../syntax/edit-values.ts';
import type { Span } from '../syntax/node.ts';
import { indexLines } from '../syntax/positions.ts';
import type { CheckedFile, CheckedFix } from './checked-file.ts';

export interface DescribeOptions {
  /** The command line named the chart. */
  readonly isFlagged: boolean;
  readonly docsBase: string;
  /** Work out what each fix would change; only some formats tell. */
  readonly withFixes?: boolean;
}

/** What is wrong with one file, in the terms of the command line. */
export function describeFile(
  file: string,
  analysis: Analysis,
  diagnostics: readonly Diagnostic[],
  { isFlagged, docsBase, withFixes = false }: DescribeOptions,
): CheckedFile {
  const { name, version, location } = analysis.surroundings.chart;
  const lines = indexLines(analysis.document.text);
  const rangeOf = ({ start, end }: Span) => ({
    start: lines.positionAt(start),
    end: lines.positionAt(end),
  });
  /** A fix that cannot be written down as text, because an alias shares the value, is left out. */
  const textFix = ({ title, isSafe, edits }: Fix): CheckedFix[] => {
    const change = editValues(analysis.document, edits);
    if (change === undefined) return [];
    const edit = { range: rangeOf(change.span), newText: change.newText };
    return [{ title, safe: isSafe, edits: [edit] }];
  };
  return {
    file,
    chart: { name, version, source: isFlagged ? 'flag' : location.chosenBy },
    diagnostics: diagnostics.map(({ code, severity, message, path, span, fixes }) => ({
      code,
      severity,
      message,
      path: path.length === 0 ? [] : [...(analysis.document.within?.path ?? []), ...path],
      range: rangeOf(span),
      docs: `${docsBase}${code}.md`,
      fixes: withFixes ? fixes.flatMap((fix) => textFix(fix)) : [],
    })),
  };
}
