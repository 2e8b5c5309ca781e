import { compare, minVersion, parse, validRange, type SemVer } from 'semver';
import type { ChartLocation, Generation, NamedChart } from './chart.ts';

/** Whether a chart's path is that of an archive, whose files no editor can open. `.chart` is what Helm 4 keeps. */
export function isPacked(path: string): boolean {
  return /\.(tgz|tar\.gz|chart)$/i.test(path);
}

/** Whether a path that came or went may have brought or taken a chart: an archive, a Chart.yaml, or a folder. */
export function mayBringChart(path: string): boolean {
  return isPacked(path) || /(^|[\\/])(Chart\.yaml|[^.\\/]+)$/.test(path);
}

/** The chart's folder, where an editor can open its files: absent for an archive, and where only facts are known. */
export function openFolder({ directory }: ChartLocation): string | undefined {
  return directory === undefined || isPacked(directory) ? undefined : directory;
}

/** Name and version as `helm package` puts them into the name of an archive; undefined for any other file. */
export function packedName(fileName: string): NamedChart | undefined {
  const stem = /^(.+)\.(?:tgz|tar\.gz)$/i.exec(fileName)?.[1] ?? '';
  for (let at = stem.indexOf('-'); at > 0; at = stem.indexOf('-', at + 1)) {
    const version = stem.slice(at + 1);
    // A name may hold hyphens and digits, so the version is the longest end that is one.
    if (/^v?\d/.test(version) && parse(version) !== null)
      return { name: stem.slice(0, at), version };
  }
  return undefined;
}

/** Negative when `a` is to be taken before `b`: releases before pre-releases, as Helm takes them, and newer ones first. */
export function byNewest(a: NamedChart, b: NamedChart): number {
  const [left, right] = [parse(a.version), parse(b.version)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return Number(isPreRelease(left)) - Number(isPreRelease(right)) || compare(right, left);
}

/**
 * Whether a chart of this version speaks the words of a file, as far as a number tells: what comes
 * after 0.2 is taken to go on in its words. Every chart fits words that belong to no generation alone.
 */
export function versionFits(version: string, words: Generation | undefined): boolean {
  const read = parse(version);
  if (words === undefined || read === null) return true;
  return generationOf(read) === words;
}

/** The generation that a version or range in `dependencies` of a Chart.yaml asks for; undefined when it is none. */
export function generationOfRange(range: string): Generation | undefined {
  const least = validRange(range) === null ? null : minVersion(range);
  return least === null || range.trim() === '' ? undefined : generationOf(least);
}

function generationOf({ major, minor }: SemVer): Generation {
  return major === 0 && minor < 2 ? '0.1' : '0.2';
}

function isPreRelease({ prerelease }: SemVer): boolean {
  return prerelease.length > 0;
}
