import { basename, dirname, join, resolve, sep } from 'node:path';
import type { Chart, ChartChoice } from '../../chart/chart.ts';
import {
  boxWord,
  parseEarlier,
  type ChartFinder,
  type EarlierFile,
  type Place,
  type Surrounded,
  type SurroundProblem,
} from '../../chart/chart-finder.ts';
import { filesFor, type ParentChart } from '../../chart/dependencies.ts';
import { describeChart } from '../../chart/describe-chart.ts';
import { generationOfWords } from '../../chart/generation-of-words.ts';
import { generationOfRange } from '../../chart/packed.ts';
import type { ModelConfigFile } from '../../chart/model-config-file.ts';
import { findModeline } from '../../chart/modeline.ts';
import { failed, ok, type Result } from '../../base/result.ts';
import { chartSources, fromFile, type Asked, type SourceFolders } from './chart-sources.ts';
import { isWithin } from './is-within.ts';
import { modelConfigs } from './model-configs.ts';
import { dependencyCharts, findParentChart } from './parent-chart.ts';
import { readAnyChart } from './read-chart.ts';
import { readText, tellReadFailure } from './read-text.ts';

const maxValuesBytes = 5 * 2 ** 20;

export interface ChartFinderOptions extends SourceFolders {
  /** What is known of generation 0.2 without a chart; without it such files get the chart in the box. */
  readonly known?: () => Chart;
}

/** Charts and earlier values files from the disk, remembered until they are said to have changed. */
export function chartFinder({ known, ...folders }: ChartFinderOptions): ChartFinder {
  const sources = chartSources(folders);
  const charts = new Map<string, Result<Chart, string>>();
  const parents = new Map<string, ParentChart | undefined>();
  const values = new Map<string, Result<EarlierFile['document'], string>>();
  const configs = modelConfigs();
  let knownChart: Chart | undefined;

  function surround(document: EarlierFile['document'], place: Place): Surrounded {
    const problems: SurroundProblem[] = [];
    const written = earlierFiles(document, place, problems);
    const wholes = parentFiles(written, document, place);
    const earlier = place.dependency ? filesFor(place.dependency.dependency, wholes) : written;
    const named = namedConfigs(document, place);
    for (const candidate of sources.candidates(asked(document, earlier, place))) {
      const { directory, chosenBy } = candidate;
      // The parent may be named to render it, but these are not its values.
      if (directory !== undefined && directory === place.dependency?.parent.directory) continue;
      const found = directory === undefined ? knownOne() : load(directory, chosenBy);
      if (found?.ok === true) {
        if (candidate.accepts?.(found.value) === false) continue;
        const explanation = [...problems.map(({ message }) => message), candidate.reason].join(' ');
        const searched = sources.searched(chosenBy, place.file);
        return {
          chart: found.value,
          earlier,
          ...(wholes.length > 0 && { parents: wholes.map((file) => file.document) }),
          modelConfigs: named,
          explanation,
          searched,
          problems,
        };
      }
      // Nobody waits for what lies in Helm's cache.
      if (found === undefined || chosenBy === 'helm-cache') continue;
      problems.push({
        code: 'chart-not-readable',
        message: `The chart ${candidate.named} cannot be used: ${found.failure}.`,
        ...(chosenBy === 'modeline' && spanOf(document)),
      });
    }
    throw new Error(`The chart that comes with this program is not readable at ${folders.box}.`);
  }

  function asked(
    document: EarlierFile['document'],
    earlier: readonly EarlierFile[],
    place: Place,
  ): Asked {
    const modelineChart = findModeline(document)?.chart;
    let words: { readonly generation: ReturnType<typeof generationOfWords> } | undefined;
    return {
      ...place,
      ...(modelineChart !== undefined && { modelineChart }),
      dependencyCharts: () =>
        place.dependency === undefined ? [] : dependencyCharts(place.dependency),
      words: () =>
        (words ??= {
          generation:
            generationOfWords([...earlier.map((file) => file.document), document]) ??
            generationOfRange(place.dependency?.dependency.version ?? ''),
        }).generation,
    };
  }

  function knownOne(): Result<Chart, string> | undefined {
    knownChart ??= known?.();
    return knownChart === undefined ? undefined : ok(knownChart);
  }

  function parentOf(file: string): ParentChart | undefined {
    const folder = dirname(file);
    if (!parents.has(folder)) parents.set(folder, findParentChart(file));
    return parents.get(folder);
  }

  function load(directory: string, chosenBy: ChartChoice): Result<Chart, string> {
    let known = charts.get(directory);
    if (known === undefined) {
      const texts = readAnyChart(directory);
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
    alternatives(_document, { file }) {
      const box = load(folders.box, 'box');
      const found = sources.found(file).map((chart) => ({ ...chart, setting: chart.directory }));
      if (!box.ok) return found;
      const { name, version } = box.value;
      const inBox = { name, version, directory: folders.box, chosenBy: 'box' as const };
      return [...found, { ...inBox, why: 'in the box', setting: boxWord }];
    },
    parentOf,
    forget(path) {
      values.delete(path);
      configs.forget(path);
      for (const directory of charts.keys())
        if (isWithin(directory, path)) charts.delete(directory);
      // What comes, goes or is renamed may change which chart is nearest to any file.
      sources.forget(path);
      if (path.endsWith(`${sep}Chart.yaml`)) parents.clear();
    },
    forgetAll() {
      charts.clear();
      parents.clear();
      sources.forgetAll();
      values.clear();
      configs.forgetAll();
    },
  };
}

function spanOf(document: EarlierFile['document']) {
  const span = findModeline(document)?.comment.span;
  return span === undefined ? undefined : { span };
}
