import { maxSatisfying, prerelease, rcompare, valid, validRange } from 'semver';
import { failed, ok, type Result } from '../base/result.ts';

interface Versioned {
  readonly version: string;
}

/**
 * The release that `helm pull --version` would take: exactly the one that is named, else the newest
 * that fits the range; without a wish the newest that is no pre-release.
 */
export function chooseRelease<Release extends Versioned>(
  releases: readonly Release[],
  wanted: string | undefined,
): Result<Release, 'unreadable' | 'absent'> {
  const exact = releases.find(({ version }) => version === wanted);
  if (exact !== undefined) return ok(exact);
  // Helm separates what must hold together by commas or blanks, this library by blanks.
  const range = validRange((wanted ?? '*').replaceAll(',', ' '));
  if (range === null) return failed('unreadable');
  const version = maxSatisfying(
    releases.map((release) => release.version),
    range,
  );
  const chosen = releases.find((release) => release.version === version);
  return chosen === undefined ? failed('absent') : ok(chosen);
}

/** Stable versions before pre-releases; what is no version is left out, as Helm does. */
export function newestFirst<Release extends Versioned>(
  releases: readonly Release[],
): readonly Release[] {
  return releases
    .filter(({ version }) => valid(version) !== null)
    .sort(
      (a, b) => Number(isPrerelease(a)) - Number(isPrerelease(b)) || rcompare(a.version, b.version),
    );
}

function isPrerelease({ version }: Versioned): boolean {
  return prerelease(version) !== null;
}
