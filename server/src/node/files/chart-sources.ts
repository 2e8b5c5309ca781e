import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { Chart, ChartChoice, Generation } from '../../chart/chart.ts';
import {
  boxWord,
  type ChartAlternative,
  type Place,
  type SearchedFolder,
} from '../../chart/chart-finder.ts';
import { chartNames } from '../../chart/describe-chart.ts';
import { byNewest, mayBringChart, versionFits } from '../../chart/packed.ts';
import { helmCache, type HelmCacheFolders } from './helm-cache.ts';
import { packedNames } from './name-packed.ts';
import { chartsNear, foldersBeside, type NearChart } from './near-charts.ts';

/** Where charts come from. */
export interface SourceFolders {
  /** Folder of the chart in the box. */
  readonly box: string;
  /** Absent: Helm's caches are not looked into. */
  readonly helmCache?: HelmCacheFolders;
}

/** What decides which chart is a file's, besides what lies on the disk. */
export interface Asked extends Pick<Place, 'file' | 'flagChart' | 'settingChart'> {
  /** The chart that the modeline names, as it is written. */
  readonly modelineChart?: string;
  /** Charts on this machine that the chart of somebody else, to which the file belongs, depends on. */
  readonly dependencyCharts: () => readonly string[];
  /** The generation to which the words of the file and of those before it belong. */
  readonly words: () => Generation | undefined;
}

/** A chart that may be the file's. */
export interface Candidate {
  /** Absent: what is known of releases without their files. */
  readonly directory?: string;
  /** As the user wrote it. */
  readonly named: string;
  readonly chosenBy: ChartChoice;
  /** Why it is taken, as one sentence. */
  readonly reason: string;
  /** Nobody named it: one that is not accepted is passed over. */
  readonly accepts?: (chart: Chart) => boolean;
}

export interface ChartSources {
  /** The strongest first; the last is the chart in the box. */
  candidates(asked: Asked): Generator<Candidate>;
  /** All that lies near the file or in Helm's caches. */
  found(file: string | undefined): readonly Omit<ChartAlternative, 'setting'>[];
  /** Where a chart may come or go so that another one is taken for the file. */
  searched(chosenBy: ChartChoice, file: string | undefined): readonly SearchedFolder[];
  forget(path: string): void;
  forgetAll(): void;
}

export function chartSources({ box, helmCache: folders }: SourceFolders): ChartSources {
  const names = packedNames();
  const cache = folders === undefined ? undefined : helmCache(folders, names);
  const nearest = new Map<string, readonly NearChart[]>();

  function nearestTo(file: string): readonly NearChart[] {
    const folder = dirname(file);
    const known = nearest.get(folder);
    if (known !== undefined) return known;
    const charts = firstLevel(file);
    nearest.set(folder, charts);
    return charts;
  }

  /** What is near is the file's chart whatever its words are; they only choose among archives of one place. */
  function* near(file: string, words: Asked['words']): Generator<Candidate> {
    const charts = nearestTo(file);
    const reason = 'It is the nearest chart to the file.';
    for (const { path } of charts.filter(({ isPacked }) => !isPacked))
      yield { directory: path, named: path, chosenBy: 'nearby', reason };
    const packed = charts.filter(({ isPacked }) => isPacked).sort(byNewest);
    const fits = ({ version }: NearChart) => packed.length === 1 || versionFits(version, words());
    const ordered = [...packed.filter(fits), ...packed.filter((chart) => !fits(chart))];
    for (const { path } of ordered)
      yield { directory: path, named: path, chosenBy: 'nearby', reason, accepts: isOurs };
  }

  /** Words that belong to no generation fit any chart: the newest that was fetched is the one in use. */
  function* cached(words: Asked['words']): Generator<Candidate> {
    const charts = cache?.charts() ?? [];
    if (charts.length === 0) return;
    const wanted = words();
    const reason = `It is the newest chart in Helm's cache${wanted === undefined ? '' : ' that reads the words of the file'}.`;
    const accepts = (chart: Chart) =>
      isOurs(chart) && (wanted === undefined || (chart.generation ?? wanted) === wanted);
    for (const { path, version } of charts)
      if (versionFits(version, wanted))
        yield { directory: path, named: path, chosenBy: 'helm-cache', reason, accepts };
  }

  return {
    *candidates({ file, flagChart, modelineChart, dependencyCharts, settingChart, words }) {
      const byName = (name: string, chosenBy: ChartChoice, reason: string, path = name) => ({
        directory: name === boxWord ? box : resolve(path),
        named: name,
        chosenBy,
        reason,
      });
      if (flagChart !== undefined)
        yield byName(flagChart, 'setting', 'The command line names this chart.');
      if (modelineChart !== undefined) {
        const reason = 'The modeline of the file names this chart.';
        yield byName(modelineChart, 'modeline', reason, fromFile(file, modelineChart));
      }
      for (const path of dependencyCharts())
        yield byName(path, 'nearby', 'The chart that the file belongs to depends on it.');
      if (settingChart !== undefined)
        yield byName(
          settingChart,
          'setting',
          'The setting inferenceCharts.chart names this chart.',
        );
      if (file !== undefined) yield* near(file, words);
      yield* cached(words);
      if (words() === '0.2')
        yield {
          named: 'of generation 0.2',
          chosenBy: 'known',
          reason:
            "The file has words of generation 0.2, and no such chart is near it or in Helm's cache: what the published releases say is used, and nothing can be rendered.",
        };
      yield byName(
        box,
        'box',
        "No chart is near the file, and Helm's cache has none for it, so the one that comes in the box is used.",
      );
    },
    found(file) {
      const levels = file === undefined ? [] : [...chartsNear(file)].flat();
      const around = levels.map(({ path, isPacked, name, version }) => ({
        ...{ name, version, directory: path, chosenBy: 'nearby' as const },
        why: `${isPacked ? 'archive' : 'folder'} near the file`,
        isPacked,
      }));
      const fetched = (cache?.charts() ?? []).map(({ path, name, version }) => ({
        ...{ name, version, directory: path, chosenBy: 'helm-cache' as const },
        why: "in Helm's cache",
        isPacked: true,
      }));
      return [...around, ...fetched].flatMap(({ isPacked, ...chart }) => {
        if (!isPacked) return [chart];
        const said = names.nameOf(chart.directory);
        return said !== undefined && chartNames.has(said.name) ? [{ ...chart, ...said }] : [];
      });
    },
    searched(chosenBy, file) {
      if (chosenBy === 'modeline' || chosenBy === 'setting') return [];
      const beside = file === undefined ? [] : foldersBeside(file);
      return [
        ...beside.map((path) => ({ path, deep: false })),
        ...(folders === undefined || chosenBy === 'nearby'
          ? []
          : [
              { path: folders.repository, deep: false },
              { path: folders.content, deep: true },
            ]),
      ];
    },
    forget(path) {
      if (mayBringChart(path)) nearest.clear();
      cache?.forget(path);
    },
    forgetAll() {
      nearest.clear();
      cache?.forgetAll();
    },
  };
}

function firstLevel(file: string): readonly NearChart[] {
  for (const level of chartsNear(file)) if (level.length > 0) return level;
  return [];
}

function isOurs({ name }: Chart): boolean {
  return chartNames.has(name);
}

/** Modelines are relative to their file; in a document that was never saved, to the working directory. */
export function fromFile(file: string | undefined, path: string): string {
  return file === undefined || isAbsolute(path) ? resolve(path) : join(dirname(file), path);
}
