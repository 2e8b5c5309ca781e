import { resolve } from 'node:path';
import { failed, ok, type Result } from '../base/result.ts';
import type { Surrounded } from '../chart/chart-finder.ts';
import type { Placement } from '../chart/placement.ts';
import type { ValuesFile } from '../chart/renderer.ts';
import { analyze, type Analysis } from '../ide/analysis.ts';
import { dependencyParts } from '../ide/parts-of-file.ts';
import { placementIn, valuesFilesOf } from '../ide/render-input.ts';
import { mergeLayers } from '../model/merged-values.ts';
import { parse } from '../syntax/parse.ts';
import type { Ports } from './ports.ts';

/** The options that render, plan and deploy share. */
export interface ValuesOptions {
  /** In Helm's order, at least one. */
  readonly files: readonly [string, ...string[]];
  readonly chart?: string;
  readonly release?: string;
  readonly namespace?: string;
}

/** The values files of a command line with all that follows from them. */
export interface ValuesInput {
  readonly surrounded: Surrounded;
  readonly analysis: Analysis;
  /** In Helm's order. */
  readonly valuesFiles: readonly ValuesFile[];
  /** The files merged, without the chart's defaults. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly placement: Placement;
}

/** The failure is a sentence about a file or chart that cannot be read. */
export function readValues(options: ValuesOptions, ports: Ports): Result<ValuesInput, string> {
  const files: ValuesFile[] = [];
  for (const name of options.files) {
    const text = ports.files.read(name);
    if (!text.ok) return failed(`${name} cannot be read: ${text.failure}.`);
    files.push({ name, text: text.value });
  }
  const last = files.pop() ?? { name: '', text: '' };
  const document = parse(last.text);
  const [part] = dependencyParts(document, ports.charts.parentOf(resolve(last.name)));
  // Who names the chart means that one.
  if (part?.dependency !== undefined && options.chart === undefined)
    return failed(
      `${last.name} holds values of the chart ${part.dependency.parent.name}, which depends on the inference chart. Only check reads such a file by itself; name its chart with --chart, or deploy it with Helm.`,
    );
  const surrounded = ports.charts.surround(document, {
    file: resolve(last.name),
    // A single file may say in its modeline what comes before it; several files are the whole list.
    ...(files.length > 0 && { flagAfter: files.map(({ name }) => name) }),
    ...(options.chart !== undefined && { flagChart: options.chart }),
  });
  const { earlier, problems } = surrounded;
  if (problems.length > 0) return failed(problems.map(({ message }) => message).join(' '));
  const analysis = analyze(document, surrounded);
  const layers = [...earlier.map((file) => file.document), document];
  return ok({
    surrounded,
    analysis,
    valuesFiles: valuesFilesOf(earlier, last),
    values: mergeLayers(layers.map((layer) => ({ origin: { kind: 'document' }, document: layer })))
      .value,
    placement: placementIn(analysis, { asked: options }),
  });
}
