import { join, resolve } from 'node:path';
import type { SurroundProblem } from '../chart/chart-finder.ts';
import type { RenderOutcome } from '../chart/renderer.ts';
import { sourceOfChart } from '../chart/source-of-chart.ts';
import { analyze, type Analysis } from '../ide/analysis.ts';
import type { Diagnostic } from '../ide/diagnostic.ts';
import { byPlace, diagnose } from '../ide/diagnostics.ts';
import type { Part } from '../ide/parts-of-file.ts';
import { isWorthRendering, renderFindings } from '../ide/render-findings.ts';
import { placementIn, valuesFilesOf } from '../ide/render-input.ts';
import { switchedOffBy } from '../ide/switched-off.ts';
import { textOf } from '../syntax/document-below.ts';
import type { CheckCommand } from './arguments.ts';
import { describeFile } from './describe-file.ts';
import { joinParts, skippedFile, type CheckedFile } from './checked-file.ts';
import { formatGithub } from './formats/github.ts';
import { formatJson } from './formats/json.ts';
import { formatSarif } from './formats/sarif.ts';
import { formatText } from './formats/text.ts';
import type { Ports } from './ports.ts';
import { whatToCheck, type Target } from './what-to-check.ts';

/** Checks files, and the values files in folders. 0 no errors · 1 errors · 2 something cannot be read. */
export async function check(command: CheckCommand, ports: Ports): Promise<number> {
  const { output } = ports;
  const checked: CheckedFile[] = [];
  const unreadable = new Set<string>();
  const trials = { left: maxTrials };
  const asked = { charts: ports.charts, isFlagged: command.chart !== undefined };
  for (const target of filesOf(command.targets, ports)) {
    const { name } = target;
    const text = ports.files.read(name);
    if (!text.ok) {
      unreadable.add(`${name} cannot be read: ${text.failure}.`);
      continue;
    }
    const choice = whatToCheck(target, text.value, asked);
    if (choice.kind === 'passed-over') continue;
    const file =
      choice.kind === 'skipped'
        ? skippedFile(name, choice.sentence)
        : await checkParts(name, choice.parts, { command, ports, unreadable, trials });
    // Of what a folder holds besides, nobody asked.
    if (target.isChosen || file.skipped === undefined) checked.push(file);
  }
  if (checked.length > 0 || unreadable.size === 0) output.print(format(checked, command, ports));
  for (const sentence of unreadable) output.complain(`${sentence}\n`);
  if (unreadable.size > 0) return 2;
  const hasErrors = checked.some(({ diagnostics }) =>
    diagnostics.some(({ severity }) => severity === 'error'),
  );
  return hasErrors ? 1 : 0;
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

/** The parts together; a file all of whose parts are switched off says nothing that is installed. */
async function checkParts(
  name: string,
  parts: readonly Part[],
  checking: Checking,
): Promise<CheckedFile> {
  const checked: CheckedFile[] = [];
  let switchedOff = '';
  for (const part of parts) {
    const outcome = await checkPart(name, part, checking);
    if (typeof outcome === 'string') switchedOff = outcome;
    else checked.push(outcome);
  }
  return (
    joinParts(checked) ??
    skippedFile(
      name,
      `${name} switches the inference chart off with ${switchedOff}, so it is not checked.`,
    )
  );
}

/** The key of its parent that switches the part off, or what is wrong with it. */
async function checkPart(
  name: string,
  { document, dependency }: Part,
  { command, ports, unreadable, trials }: Checking,
): Promise<CheckedFile | string> {
  const surrounded = ports.charts.surround(document, {
    file: resolve(name),
    ...(command.chart !== undefined && { flagChart: command.chart }),
    ...(command.after !== undefined && { flagAfter: command.after }),
    ...(dependency !== undefined && { dependency }),
  });
  const switchedOff = dependency && switchedOffBy(dependency.dependency, surrounded.parents ?? []);
  if (switchedOff !== undefined) return switchedOff;
  for (const problem of surrounded.problems) unreadable.add(told(name, problem));
  // The engine is asked once for each chart, and not at all for the one in the box.
  await ports.reads.find(surrounded.chart);
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
  const read = await sourceOfChart(chart, engine, signal);
  const render = (text: string): Promise<RenderOutcome> => {
    if (read.kind !== 'read') return Promise.resolve(read);
    const valuesFiles = valuesFilesOf(earlier, { name, text });
    return engine.render({ chart: read.chart, valuesFiles, ...placementIn(analysis) }, signal);
  };
  const { document } = analysis;
  const outcome = await render(textOf(document));
  // What stands below an alias cannot be changed by itself.
  const again = (text: string): Promise<RenderOutcome> =>
    document.within === undefined && trials.left-- > 0
      ? render(text)
      : Promise.resolve({ kind: 'cancelled' });
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
