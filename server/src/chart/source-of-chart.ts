import type { Chart } from './chart.ts';
import type { ChartReader, ChartReadOutcome } from './renderer.ts';

/** What every surface says where templates are needed and only facts are known. */
export const noChartHere =
  'No chart of generation 0.2 was found on this machine, so nothing can be rendered, previewed or deployed. Get it with "Get Inference Chart" in the editor or with inference-charts chart pull.';

/** The files to render a chart from; a chart of which only facts are known has none. */
export function sourceOfChart(
  { location: { directory } }: Chart,
  charts: ChartReader,
  signal?: AbortSignal,
): Promise<ChartReadOutcome> {
  return directory === undefined
    ? Promise.resolve({ kind: 'chart-error', message: noChartHere })
    : charts.readChart(directory, signal);
}
