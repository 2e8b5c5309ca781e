import { compareVersions, parseVersion, type Version } from './versions.ts';

/**
 * When something was in the releases that were read: `` for all of them, `0.10.0-` for since,
 * `-0.12.0` for until and with that one, `0.10.0-0.12.0` for both, several joined by a comma.
 */
export type LifeSpan = string;

/** A value that never changed, or by the release in which each of several began. */
export type History<Value> = Value | Readonly<Record<string, Value | null>>;

/** The releases that a table was read from, oldest first. */
export type Releases = readonly Version[];

export function releasesOf(names: readonly string[]): Releases {
  return names.map(readable);
}

/**
 * Whether `version` has what lived that long. Undefined where nobody can tell: between two releases
 * of which one has it, after the newest one that has it, and before the oldest. A name that no
 * release has (`life` is undefined) is not in the versions between the oldest and the newest one.
 */
export function livesIn(
  life: LifeSpan | undefined,
  version: Version,
  releases: Releases,
): boolean | undefined {
  const has = (at: number) => life !== undefined && isAmong(life, at, releases);
  const { before, after, isRead } = neighbours(version, releases);
  if (isRead) return has(before);
  if (before < 0) return life === undefined || has(0) ? undefined : false;
  if (after === releases.length) return life === undefined || has(before) ? undefined : false;
  return has(before) === has(after) ? has(before) : undefined;
}

/**
 * What the value was in `version`. Undefined: it had none, or nobody can tell. Later versions than
 * the newest one that was read are unknown.
 */
export function valueIn<Value extends string | number | boolean | readonly unknown[]>(
  history: History<Value> | undefined,
  version: Version,
  releases: Releases,
): Value | undefined {
  const { before, after, isRead } = neighbours(version, releases);
  const valueAt = (at: number) => valueBegun(history, releases[at]);
  if (isRead) return valueAt(before);
  if (before < 0 || after === releases.length) return undefined;
  const [value, next] = [valueAt(before), valueAt(after)];
  return JSON.stringify(value) === JSON.stringify(next) ? value : undefined;
}

/** Every value that there ever was. */
export function valuesOf<Value extends string | number | boolean | readonly unknown[]>(
  history: History<Value> | undefined,
): readonly Value[] {
  if (history === undefined) return [];
  if (!isChanging(history)) return [history];
  return Object.values(history).filter((value) => value !== null);
}

/** The first release that has it, when the oldest that was read does not. */
export function sinceOf(life: LifeSpan): string | undefined {
  return life.split(',')[0]?.split('-')[0] || undefined;
}

/** The last release that has it, when the newest that was read does not. */
export function untilOf(life: LifeSpan): string | undefined {
  return life.split(',').at(-1)?.split('-')[1] || undefined;
}

/** The release after `name`, of those that were read. */
export function releaseAfter(name: string, releases: Releases): string | undefined {
  return releases[releases.findIndex(({ text }) => text === name) + 1]?.text;
}

function isAmong(life: LifeSpan, at: number, releases: Releases): boolean {
  if (life === '') return true;
  const place = (name: string) => releases.findIndex(({ text }) => text === name);
  return life.split(',').some((span) => {
    const [since = '', until = ''] = span.split('-');
    return (since === '' || place(since) <= at) && (until === '' || place(until) >= at);
  });
}

/** The releases around a version: the newest that is not newer, and the one that follows it. */
function neighbours(version: Version, releases: Releases) {
  const before = releases.findLastIndex((release) => compareVersions(release, version) <= 0);
  const same = releases[before];
  const isRead = same !== undefined && compareVersions(same, version) === 0;
  return { before, after: before + 1, isRead };
}

function valueBegun<Value extends string | number | boolean | readonly unknown[]>(
  history: History<Value> | undefined,
  release: Version | undefined,
): Value | undefined {
  if (history === undefined || release === undefined) return undefined;
  if (!isChanging(history)) return history;
  const begun = Object.entries(history).findLast(
    ([since]) => compareVersions(readable(since), release) <= 0,
  );
  return begun?.[1] ?? undefined;
}

function isChanging<Value>(
  history: History<Value>,
): history is Readonly<Record<string, Value | null>> {
  return typeof history === 'object' && history !== null && !Array.isArray(history);
}

/** A name of a table of ours, so one that cannot be read is a bug. */
function readable(name: string): Version {
  const version = parseVersion(name);
  if (version === undefined) throw new Error(`"${name}" is not a version`);
  return version;
}
