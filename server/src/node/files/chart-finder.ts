import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Chart, ChartChoice } from '../../chart/chart.ts';
import {
  parseEarlier,
  type ChartFinder,
  type EarlierFile,
  type Place,
  type Surrounded,
  type SurroundProblem,
} from '../../chart/chart-finder.ts';
import { filesFor, type ParentChart } from '../../chart/dependencies.ts';
import { describeChart } from '../../chart/describe-chart.ts';
import { isPacked } from '../../chart/packed.ts';
import type { ModelConfigFile } from '../../chart/model-config-file.ts';
import { findModeline } from '../../chart/modeline.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import { findChartNear } from './find-chart.ts';
import { modelConfigs } from './model-configs.ts';
import { dependencyCharts, findParentChart } from './parent-chart.ts';
import { readChart } from './read-chart.ts';
import { readPackedChart } from './read-packed-chart.ts';
import { readText, tellReadFailure } from './read-text.ts';

const maxValuesBytes = 5 * 2 ** 20;

/** Charts and earlier values files from the disk, remembered until they are said to have changed. */
export function chartFinder({ box }: { readonly box: string }): ChartFinder {
  const charts = new Map<string, Result<Chart, string>>();
  const nearest = new Map<string, string | undefined>();
  const parents = new Map<string, ParentChart | undefined>();
  const values = new Map<string, Result<EarlierFile['document'], string>>();
  const configs = modelConfigs();

  function surround(document: EarlierFile['document'], place: Place): Surrounded {
    const problems: SurroundProblem[] = [];
    const written = earlierFiles(document, place, problems);
    const wholes = parentFiles(written, document, place);
    const earlier = place.dependency ? filesFor(place.dependency.dependency, wholes) : written;
    const named = namedConfigs(document, place);
    for (const candidate of candidatesFor(document, place)) {
      // The parent may be named to render it, but these are not its values.
      if (candidate.directory === place.dependency?.parent.directory) continue;
      const found = load(candidate.directory, candidate.chosenBy);
      if (found.ok) {
        const explanation = [...problems.map(({ message }) => message), candidate.reason].join(' ');
        return {
          chart: found.value,
          earlier,
          ...(wholes.length > 0 && { parents: wholes.map((file) => file.document) }),
          modelConfigs: named,
          explanation,
          problems,
        };
      }
      problems.push({
        code: 'chart-not-readable',
        message: `The chart ${candidate.named} cannot be used: ${found.failure}.`,
        ...(candidate.chosenBy === 'modeline' && spanOf(document)),
      });
    }
    throw new Error(`The chart that comes with this program is not readable at ${box}.`);
  }

  function* candidatesFor(document: EarlierFile['document'], place: Place): Generator<Candidate> {
    const { file, flagChart, settingChart } = place;
    if (flagChart !== undefined)
      yield named(flagChart, 'setting', 'The command line names this chart.');
    const modeline = findModeline(document);
    if (modeline?.chart !== undefined) {
      const directory = fromFile(file, modeline.chart);
      const reason = 'The modeline of the file names this chart.';
      yield { directory, named: modeline.chart, chosenBy: 'modeline', reason };
    }
    for (const path of place.dependency === undefined ? [] : dependencyCharts(place.dependency))
      yield named(path, 'nearby', 'The chart that the file belongs to depends on it.');
    if (settingChart !== undefined)
      yield named(settingChart, 'setting', 'The setting inferenceCharts.chart names this chart.');
    const near = file === undefined ? undefined : nearestTo(file);
    if (near !== undefined) yield named(near, 'nearby', 'It is the nearest chart to the file.');
    yield named(box, 'box', 'No chart is near the file, so the one that comes in the box is used.');
  }

  function nearestTo(file: string): string | undefined {
    const folder = dirname(file);
    if (!nearest.has(folder)) nearest.set(folder, findChartNear(file));
    return nearest.get(folder);
  }

  function parentOf(file: string): ParentChart | undefined {
    const folder = dirname(file);
    if (!parents.has(folder)) parents.set(folder, findParentChart(file));
    return parents.get(folder);
  }

  function load(directory: string, chosenBy: ChartChoice): Result<Chart, string> {
    let known = charts.get(directory);
    if (known === undefined) {
      const texts = isPacked(directory) ? readPackedChart(directory) : readChart(directory);
      known = texts.ok ? ok(describeChart(texts.value, { directory, chosenBy })) : texts;
      charts.set(directory, known);
    }
    if (!known.ok || known.value.location.chosenBy === chosenBy) return known;
    return ok({ ...known.value, location: { directory, chosenBy } });
  }

  function earlierFiles(
    document: EarlierFile['document'],
    { file, flagAfter }: Place,
    problems: SurroundProblem[],
  ): EarlierFile[] {
    const written = flagAfter ?? findModeline(document)?.after ?? [];
    return written.flatMap((name) => {
      const path = flagAfter === undefined ? fromFile(file, name) : resolve(name);
      const read = readValues(path);
      if (read.ok) return [{ file: name, path, document: read.value }];
      problems.push({
        code: 'values-file-not-readable',
        message: `The values file ${name} cannot be read: ${read.failure}.`,
        ...(flagAfter === undefined && spanOf(document)),
      });
      return [];
    });
  }

  /** For values of a dependency, the files of its parent: the chart's own values, those named, this one. */
  function parentFiles(
    named: readonly EarlierFile[],
    { within }: EarlierFile['document'],
    { file, dependency }: Place,
  ): readonly EarlierFile[] {
    if (dependency === undefined || file === undefined || within === undefined) return [];
    const path = join(dependency.parent.directory, 'values.yaml');
    const defaults = path === file ? undefined : readValues(path);
    return [
      ...(defaults?.ok === true ? [{ file: 'values.yaml', path, document: defaults.value }] : []),
      ...named,
      { file: basename(file), path: file, document: within.document },
    ];
  }

  function namedConfigs(
    document: EarlierFile['document'],
    { file, settingModelConfigs = [] }: Place,
  ): readonly ModelConfigFile[] {
    const own = findModeline(document)?.modelConfig;
    return [
      ...(own === undefined ? [] : [{ file: own, ...configs.read(fromFile(file, own)) }]),
      ...settingModelConfigs.map(({ path, ...named }) => ({ ...named, ...configs.read(path) })),
    ];
  }

  function readValues(path: string): Result<EarlierFile['document'], string> {
    let known = values.get(path);
    if (known === undefined) {
      const text = readText(path, maxValuesBytes);
      known = text.ok ? ok(parseEarlier(text.value)) : failed(tellReadFailure(text.failure));
      values.set(path, known);
    }
    return known;
  }

  return {
    surround,
    parentOf,
    forget(path) {
      values.delete(path);
      configs.forget(path);
      for (const directory of charts.keys())
        if (isWithin(directory, path)) charts.delete(directory);
      // A Chart.yaml that appears, goes or is renamed may change which chart is nearest to any file.
      if (!path.endsWith(`${sep}Chart.yaml`)) return;
      nearest.clear();
      parents.clear();
    },
    forgetAll() {
      charts.clear();
      nearest.clear();
      parents.clear();
      values.clear();
      configs.forgetAll();
    },
  };
}

interface Candidate {
  readonly directory: string;
  /** As the user wrote it. */
  readonly named: string;
  readonly chosenBy: ChartChoice;
  readonly reason: string;
}

function named(directory: string, chosenBy: ChartChoice, reason: string): Candidate {
  return { directory: resolve(directory), named: directory, chosenBy, reason };
}

/** Modelines are relative to their file; in a document that was never saved, to the working directory. */
function fromFile(file: string | undefined, path: string): string {
  return file === undefined || isAbsolute(path) ? resolve(path) : join(dirname(file), path);
}

function isWithin(directory: string, path: string): boolean {
  const inner = relative(directory, path);
  return inner === '' || (!inner.startsWith('..') && !isAbsolute(inner));
}

function spanOf(document: EarlierFile['document']) {
  const span = findModeline(document)?.comment.span;
  return span === undefined ? undefined : { span };
}
