import { join, resolve } from 'node:path';
import type { SurroundProblem } from '../chart/chart-finder.ts';
import type { RenderOutcome } from '../chart/renderer.ts';
import { analyze, type Analysis } from '../ide/analysis.ts';
import { parseInferenceValues } from '../ide/detect.ts';
import { byPlace, diagnose, type Diagnostic } from '../ide/diagnostics.ts';
import { isWorthRendering, renderFindings } from '../ide/render-findings.ts';
import { placementIn, valuesFilesOf } from '../ide/render-input.ts';
import { parse, type ValuesDocument } from '../syntax/parse.ts';
import type { CheckCommand } from './arguments.ts';
import { describeFile } from './describe-file.ts';
import type { CheckedFile } from './checked-file.ts';
import { formatGithub } from './formats/github.ts';
import { formatJson } from './formats/json.ts';
import { formatSarif } from './formats/sarif.ts';
import { formatText } from './formats/text.ts';
import type { Ports } from './ports.ts';

/** Checks files, and the values files in folders. 0 no errors · 1 errors · 2 something cannot be read. */
export async function check(command: CheckCommand, ports: Ports): Promise<number> {
  const { output } = ports;
  const checked: CheckedFile[] = [];
  const unreadable = new Set<string>();
  const trials = { left: maxTrials };
  for (const { name, isChosen } of filesOf(command.targets, ports)) {
    const text = ports.files.read(name);
    if (!text.ok) {
      unreadable.add(`${name} cannot be read: ${text.failure}.`);
      continue;
    }
    const document = isChosen ? parse(text.value) : parseInferenceValues(text.value);
    if (document !== undefined)
      checked.push(await checkDocument(name, document, { command, ports, unreadable, trials }));
  }
  if (checked.length > 0 || unreadable.size === 0) output.print(format(checked, command, ports));
  for (const sentence of unreadable) output.complain(`${sentence}\n`);
  if (unreadable.size > 0) return 2;
  const hasErrors = checked.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => severity === 'error'),
  );
  return hasErrors ? 1 : 0;
}

interface Target {
  readonly name: string;
  /** Named by the user rather than found in a folder: then it is checked whatever it looks like. */
  readonly isChosen: boolean;
}

function filesOf(targets: readonly string[], { files }: Ports): readonly Target[] {
  return targets.flatMap((target): readonly Target[] =>
    files.isFolder(target)
      ? files.list(target).map((name) => ({ name: join(name), isChosen: false }))
      : [{ name: target, isChosen: true }],
  );
}

interface Checking {
  readonly command: CheckCommand;
  readonly ports: Ports;
  readonly unreadable: Set<string>;
  readonly trials: Trials;
}

/** Renders of changed files, which look for the cause of a failure; 5 s of them for all files together. */
interface Trials {
  left: number;
}

const maxTrials = 400;

async function checkDocument(
  name: string,
  document: ValuesDocument,
  { command, ports, unreadable, trials }: Checking,
): Promise<CheckedFile> {
  const surrounded = ports.charts.surround(document, {
    file: resolve(name),
    ...(command.chart !== undefined && { flagChart: command.chart }),
    ...(command.after !== undefined && { flagAfter: command.after }),
  });
  for (const problem of surrounded.problems) unreadable.add(told(name, problem));
  // The engine is asked once for each chart, and not at all for the one in the box.
  await ports.reads.find(surrounded.chart.location.directory);
  const surroundings = { ...surrounded, chart: ports.reads.withReads(surrounded.chart) };
  const analysis = analyze(document, surroundings);
  const found = diagnose(analysis);
  const byRender = await findByRendering(name, analysis, found, { ports, trials });
  return describeFile(name, analysis, byPlace([...found, ...byRender]), {
    isFlagged: command.chart !== undefined,
    docsBase: ports.docsBase,
    withFixes: command.format === 'json',
  });
}

/** What only a render tells. */
async function findByRendering(
  name: string,
  analysis: Analysis,
  found: readonly Diagnostic[],
  { ports: { engine, signal }, trials }: Pick<Checking, 'ports' | 'trials'>,
): Promise<readonly Diagnostic[]> {
  const { chart, earlier } = analysis.surroundings;
  if (!isWorthRendering(analysis, found)) return [];
  const read = await engine.readChart(chart.location.directory, signal);
  const render = (text: string): Promise<RenderOutcome> => {
    if (read.kind !== 'read') return Promise.resolve(read);
    const valuesFiles = valuesFilesOf(earlier, { name, text });
    return engine.render({ chart: read.chart, valuesFiles, ...placementIn(analysis) }, signal);
  };
  const outcome = await render(analysis.document.text);
  const again = (text: string): Promise<RenderOutcome> =>
    trials.left-- > 0 ? render(text) : Promise.resolve({ kind: 'cancelled' });
  return renderFindings(analysis, { outcome, again }, found);
}

/** What a flag names is wrong once for all files; a modeline is wrong in its own file. */
function told(name: string, { message, span }: SurroundProblem): string {
  return span === undefined ? message : `${name}: ${message}`;
}

function format(files: readonly CheckedFile[], command: CheckCommand, { version }: Ports): string {
  switch (command.format) {
    case 'text':
      return formatText(files);
    case 'json':
      return formatJson(files);
    case 'sarif':
      return formatSarif(files, version);
    case 'github':
      return formatGithub(files);
  }
}
