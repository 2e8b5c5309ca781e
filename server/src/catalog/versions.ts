/**
 * A dotted version of vLLM, Ray, Python or a Neuron build. `release` has at least one number;
 * a pre-release (`rc1`, `dev3`) sorts before its release, as PEP 440 orders them.
 */
export interface Version {
  readonly text: string;
  readonly release: readonly number[];
  readonly isPreRelease: boolean;
}

const grammar = /^v?(\d+(?:\.\d+)*)(?:[.-]?(a|b|rc|alpha|beta|dev|post)\.?(\d*))*(?:\+[\w.]+)?$/i;

/**
 * Reads `0.9.2`, `v0.9.2`, `0.10.1.1`, `0.11.0rc1`, `0.11.0rc2.dev3+gabc`. Absent for anything
 * that does not name a version: `latest`, `nightly`, a digest, a lone number.
 */
export function parseVersion(text: string): Version | undefined {
  const match = grammar.exec(text.trim());
  const release = match?.[1]?.split('.').map(Number);
  if (release === undefined || release.length < 2) return undefined;
  return { text: text.trim(), release, isPreRelease: /(a|b|rc|alpha|beta|dev)\.?\d*/i.test(text) };
}

/** Negative when `left` is older, 0 when equal, positive when newer. Missing parts count as 0. */
export function compareVersions(left: Version, right: Version): number {
  const length = Math.max(left.release.length, right.release.length);
  for (let part = 0; part < length; part += 1) {
    const difference = (left.release[part] ?? 0) - (right.release[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(right.isPreRelease) - Number(left.isPreRelease);
}

/**
 * Whether `version` is `bound` or newer. A pre-release counts as its release: `0.11.0rc1` already
 * carries what 0.11.0 changed. `bound` is a constant of ours, so an unreadable one is a bug.
 */
export function isAtLeast(version: Version, bound: string): boolean {
  const parsed = parseVersion(bound);
  if (parsed === undefined) throw new Error(`"${bound}" is not a version`);
  return compareVersions({ ...version, isPreRelease: false }, parsed) >= 0;
}
