import type { Chart } from '../../server/src/chart/chart.ts';
import { analyze, type Analysis } from '../../server/src/ide/analysis.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { findModeline } from '../../server/src/chart/modeline.ts';
import { boxChart, chartNamed } from '../lint/charts.ts';
import { readOpenFile, type MarkedFile } from '../markers.ts';

/**
 * A fixture as the editor has it: the open file analysed against a chart, that of its modeline or
 * the one in the box unless another is given.
 */
export function openFixture(
  fixture: string,
  chart?: Chart,
): {
  readonly file: MarkedFile;
  readonly analysis: Analysis;
} {
  const { open, earlier } = readOpenFile(fixture);
  const document = parse(open.text);
  const named = findModeline(document)?.chart;
  const surroundings = {
    chart: chart ?? (named === undefined ? boxChart : chartNamed(named)),
    earlier: earlier.map(({ path, text }) => ({ file: path, document: parse(text) })),
  };
  return { file: open, analysis: analyze(document, surroundings) };
}
