import { analyze } from '../../server/src/ide/analysis.ts';
import { indexReads } from '../../server/src/chart/chart-read.ts';
import { describeChart } from '../../server/src/chart/describe-chart.ts';
import type { Chart } from '../../server/src/chart/chart.ts';
import type { ChartReadOutcome, ChartSource } from '../../server/src/chart/renderer.ts';
import type { Diagnostic } from '../../server/src/ide/diagnostic.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { placementIn } from '../../server/src/ide/render-input.ts';
import { isWorthRendering, renderFindings } from '../../server/src/ide/render-findings.ts';
import type { HelmEngine } from '../../server/src/node/engine/helm-engine.ts';
import { readChart } from '../../server/src/node/files/read-chart.ts';
import { parse } from '../../server/src/syntax/parse.ts';

/** A chart as `check` has it: what its files say, and its bytes for the engine. */
export interface KnownChart {
  readonly chart: Chart;
  readonly read: ChartReadOutcome;
}

export async function chartIn(engine: HelmEngine, directory: string): Promise<KnownChart> {
  const texts = readChart(directory);
  if (!texts.ok) throw new Error(texts.failure);
  const chart = describeChart(texts.value, { directory, chosenBy: 'setting' });
  return withReads(engine, { chart, read: await engine.readChart(directory) });
}

/** A chart of generation 0.2 that is made on the spot, such as by `chartOf`. */
export async function chartFrom(engine: HelmEngine, source: ChartSource): Promise<KnownChart> {
  const files = 'files' in source ? source.files : [];
  const texts = new Map(files.map(({ path, bytes }) => [path, Buffer.from(bytes).toString()]));
  const chart = describeChart(
    {
      chartYaml: texts.get('Chart.yaml') ?? '',
      valuesYaml: texts.get('values.yaml') ?? '',
      templates: new Map([...texts].filter(([path]) => path.startsWith('templates/'))),
    },
    { directory: '/inline', chosenBy: 'setting' },
  );
  return withReads(engine, {
    chart: { ...chart, generation: '0.2' },
    read: { kind: 'read', chart: source },
  });
}

async function withReads(engine: HelmEngine, { chart, read }: KnownChart): Promise<KnownChart> {
  const outcome = read.kind === 'read' ? await engine.reads(read.chart) : read;
  return outcome.kind === 'reads'
    ? { chart: { ...chart, reads: indexReads(outcome.reads) }, read }
    : { chart, read };
}

export interface Told {
  /** Of schema and rules. */
  readonly before: readonly Diagnostic[];
  readonly byRender: readonly Diagnostic[];
  /** Renders that it took. */
  readonly renders: number;
}

/** What `check` tells of a text, with the files before it. */
export async function tell(
  engine: HelmEngine,
  text: string,
  { chart, read }: KnownChart,
  earlierTexts: readonly string[] = [],
): Promise<Told> {
  const earlier = earlierTexts.map((one, index) => ({
    file: `earlier-${String(index)}.yaml`,
    document: parse(one),
  }));
  const analysis = analyze(parse(text), { chart, earlier });
  const before = diagnose(analysis);
  if (!isWorthRendering(analysis, before)) return { before, byRender: [], renders: 0 };
  let renders = 0;
  const again = (own: string) => {
    renders++;
    if (read.kind !== 'read') return Promise.resolve(read);
    const valuesFiles = [
      ...earlier.map(({ file, document }) => ({ name: file, text: document.text })),
      { name: 'values.yaml', text: own },
    ];
    return engine.render({ chart: read.chart, valuesFiles, ...placementIn(analysis) });
  };
  const outcome = await again(text);
  const byRender = await renderFindings(analysis, { outcome, again }, before);
  return { before, byRender, renders };
}
