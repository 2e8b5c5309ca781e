import type { Analysis } from '../ide/analysis.ts';
import { diagnose } from '../ide/diagnostics.ts';
import type { Span } from '../syntax/node.ts';
import { indexLines } from '../syntax/positions.ts';
import type { CheckedFile } from './checked-file.ts';

export interface DescribeOptions {
  /** The command line named the chart. */
  readonly isFlagged: boolean;
  readonly docsBase: string;
}

/** Everything that is wrong with one file, in the terms of the command line. */
export function describeFile(
  file: string,
  analysis: Analysis,
  { isFlagged, docsBase }: DescribeOptions,
): CheckedFile {
  const { name, version, location } = analysis.surroundings.chart;
  const lines = indexLines(analysis.document.text);
  const rangeOf = ({ start, end }: Span) => ({
    start: lines.positionAt(start),
    end: lines.positionAt(end),
  });
  return {
    file,
    chart: { name, version, source: isFlagged ? 'flag' : location.chosenBy },
    diagnostics: diagnose(analysis).map(({ code, severity, message, path, span }) => ({
      code,
      severity,
      message,
      path,
      range: rangeOf(span),
      docs: `${docsBase}${code}.md`,
      fixes: [],
    })),
  };
}
