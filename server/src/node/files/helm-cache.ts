import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NamedChart } from '../../chart/chart.ts';
import { chartNames } from '../../chart/describe-chart.ts';
import { byNewest, packedName } from '../../chart/packed.ts';
import { helmContentCache, helmRepositoryCache } from './helm-cache-folder.ts';
import { isWithin } from './is-within.ts';
import type { PackedNames } from './name-packed.ts';

/** Where Helm keeps what it fetched. Absolute; neither folder need exist. */
export interface HelmCacheFolders {
  readonly repository: string;
  readonly content: string;
}

export function helmCacheFolders(
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  homedir: string,
): HelmCacheFolders {
  return {
    repository: helmRepositoryCache(environment, platform, homedir),
    content: helmContentCache(environment, platform, homedir),
  };
}

export interface CachedChart extends NamedChart {
  readonly path: string;
}

/** The charts of ours that Helm has fetched. */
export interface HelmCache {
  /** The newest first, each version once. In the repository cache by the names of the files alone. */
  charts(): readonly CachedChart[];
  forget(path: string): void;
  forgetAll(): void;
}

/** Archives in the content cache, of whatever chart, whose beginning is read. */
const maxContents = 2_000;

export function helmCache(
  { repository, content }: HelmCacheFolders,
  names: PackedNames,
): HelmCache {
  let known: { readonly folders: string; readonly charts: readonly CachedChart[] } | undefined;

  function look(): readonly CachedChart[] {
    const found = [...inRepository(), ...inContent()].filter(({ name }) => chartNames.has(name));
    const byRelease = new Map<string, CachedChart>();
    for (const chart of found) {
      const release = `${chart.name} ${chart.version}`;
      if (!byRelease.has(release)) byRelease.set(release, chart);
    }
    return [...byRelease.values()].sort(byNewest);
  }

  function inRepository(): CachedChart[] {
    return namesIn(repository).flatMap((file) => {
      const named = packedName(file);
      return named === undefined ? [] : [{ ...named, path: join(repository, file) }];
    });
  }

  /** `<content>/ab/abcdef.chart`: only what is inside says which chart it is. */
  function inContent(): CachedChart[] {
    const files = namesIn(content)
      .filter((folder) => /^[0-9a-f]{2}$/.test(folder))
      .flatMap((folder) =>
        namesIn(join(content, folder)).map((file) => join(content, folder, file)),
      )
      .filter((file) => file.endsWith('.chart'));
    return files.slice(0, maxContents).flatMap((path) => {
      const named = names.nameOf(path);
      return named === undefined ? [] : [{ ...named, path }];
    });
  }

  return {
    charts() {
      // A folder that is not there yet cannot be watched, so that nobody would say when it comes.
      const folders = [repository, content].filter((folder) => existsSync(folder)).join('\n');
      if (known?.folders !== folders) known = { folders, charts: look() };
      return known.charts;
    },
    forget(path) {
      if (isWithin(repository, path) || isWithin(content, path)) known = undefined;
    },
    forgetAll() {
      known = undefined;
    },
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
