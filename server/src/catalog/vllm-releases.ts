import data from './data/vllm-releases.json' with { type: 'json' };
import { releasesOf, type Releases } from './life-span.ts';
import { compareVersions, type Version } from './versions.ts';

/** The releases of vLLM whose wheels were read, oldest first; all tables of vLLM are of these. */
export const vllmReleases: Releases = releasesOf(data.releases);

/** The newest release that was read. What came after it is not known. */
export const newestVllm: Version = vllmReleases.at(-1) ?? {
  text: '',
  release: [],
  isPreRelease: false,
};

interface ReleaseRecord {
  readonly name: string;
  readonly uploaded: string;
  readonly requires: Readonly<Record<string, string>>;
}

/** Day on which the release was uploaded, YYYY-MM-DD. Undefined: it was not read. */
export function uploadedOn(version: Version): string | undefined {
  return recordOf(version)?.uploaded;
}

/**
 * Whether the release installs a package along (`ray`, `torch`, `transformers`). Undefined: it was
 * not read.
 */
export function requiresPackage(name: string, version: Version): boolean | undefined {
  const record = recordOf(version);
  return record && record.requires[name] !== undefined;
}

function recordOf(version: Version): ReleaseRecord | undefined {
  const at = vllmReleases.findIndex((release) => compareVersions(release, version) === 0);
  const records: readonly ReleaseRecord[] = data.records;
  return records[at];
}
