import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import {
  dependenciesOnOurs,
  type DependencyPlace,
  type ParentChart,
} from '../../chart/dependencies.ts';
import { chartNames, metadataOf } from '../../chart/describe-chart.ts';
import { readText } from './read-text.ts';

const maxMetadataBytes = 2 ** 20;

/** The nearest chart above the file, as far as the repository goes; undefined when it is one of ours. */
export function findParentChart(file: string): ParentChart | undefined {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const text = readText(join(directory, 'Chart.yaml'), maxMetadataBytes);
    if (text.ok) {
      const name = metadataOf(text.value).name;
      if (name === '' || chartNames.has(name)) return undefined;
      return { name, directory, dependencies: dependenciesOnOurs(text.value) };
    }
    if (directory === dirname(directory) || existsSync(join(directory, '.git'))) return undefined;
  }
}

/** Where Helm finds the dependency: in `charts/`, packed or as a folder, then where `file://` leads. */
export function dependencyCharts({
  parent: { directory },
  dependency: { name, version, repository },
}: DependencyPlace): readonly string[] {
  const charts = join(directory, 'charts');
  const entries = namesIn(charts);
  const packed = entries
    .filter(
      (entry) => entry.startsWith(`${name}-`) && /^\d.*\.tgz$/.test(entry.slice(name.length + 1)),
    )
    .sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  const exact = `${name}-${version}.tgz`;
  const folders = entries.map((entry) => join(charts, entry)).filter((one) => isChart(one, name));
  const local = /^file:\/\/(.+)$/.exec(repository)?.[1];
  return [
    ...folders,
    ...(packed.includes(exact) ? [exact] : packed).map((entry) => join(charts, entry)),
    ...(local === undefined ? [] : [resolve(directory, local)].filter((one) => isChart(one, name))),
  ];
}

function isChart(folder: string, name: string): boolean {
  const text = readText(join(folder, 'Chart.yaml'), maxMetadataBytes);
  return text.ok && metadataOf(text.value).name === name;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
