import type { Chart } from '../../server/src/chart/chart.ts';
import { analyze, type Analysis } from '../../server/src/ide/analysis.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { boxChart } from '../lint/charts.ts';
import { readOpenFile, type MarkedFile } from '../markers.ts';

/** A fixture as the editor has it: the open file analysed against a chart, the one in the box unless another is given. */
export function openFixture(
  fixture: string,
  chart: Chart = boxChart,
): {
  readonly file: MarkedFile;
  readonly analysis: Analysis;
} {
  const { open, earlier } = readOpenFile(fixture);
  const surroundings = {
    chart,
    earlier: earlier.map(({ path, text }) => ({ file: path, document: parse(text) })),
  };
  return { file: open, analysis: analyze(parse(open.text), surroundings) };
}
