import { failed, ok, type Result } from '../base/result.ts';
import { readYaml } from '../syntax/read-yaml.ts';
import { newestFirst } from './choose-release.ts';

/** A version of a chart as an index.yaml lists it. */
export interface IndexedRelease {
  readonly version: string;
  /** As it is written there: absolute, or relative to the repository. */
  readonly url: string;
  /** SHA-256 of the archive as `sha256:…`; absent when the index has none. */
  readonly digest?: string;
}

export type IndexFault =
  | { readonly kind: 'not-an-index'; readonly reason: string }
  /** `others` are the charts that it has. */
  | { readonly kind: 'chart-absent'; readonly others: readonly string[] };

export interface IndexedChart {
  readonly name: string;
  /** Newest first; what has no address or no version is left out. */
  readonly releases: readonly IndexedRelease[];
}

/** Longer indexes are not read whole: a repository of many charts may have some MiB of others. */
const maxWholeCharacters = 4_000_000;

/**
 * The first of these charts that the index has.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/repo/v1/index.go (apiVersion must be there; JSON is taken too).
 */
export function readRepositoryIndex(
  text: string,
  names: readonly string[],
): Result<IndexedChart, IndexFault> {
  const index = readIndex(text, names);
  const entries = fieldOf(index, 'entries');
  if (typeof fieldOf(index, 'apiVersion') !== 'string')
    return failed({ kind: 'not-an-index', reason: 'it is no YAML with an apiVersion and entries' });
  const charts = isRecord(entries) ? entries : {};
  const name = names.find((one) => Array.isArray(charts[one]));
  if (name === undefined)
    return failed({ kind: 'chart-absent', others: Object.keys(charts).sort() });
  const listed: unknown = charts[name];
  const releases = Array.isArray(listed) ? listed.flatMap(readRelease) : [];
  return ok({ name, releases: newestFirst(releases) });
}

function readRelease(entry: unknown): IndexedRelease[] {
  const version = fieldOf(entry, 'version');
  const urls = fieldOf(entry, 'urls');
  const url: unknown = Array.isArray(urls) ? urls[0] : undefined;
  const digest = fieldOf(entry, 'digest');
  if (typeof version !== 'string' || typeof url !== 'string') return [];
  const hasDigest = typeof digest === 'string' && digest !== '';
  return [{ version, url, ...(hasDigest && { digest: withAlgorithm(digest) }) }];
}

/** Helm writes the bare digits, others the algorithm before them. */
function withAlgorithm(digest: string): string {
  const plain = digest.trim().toLowerCase();
  return plain.includes(':') ? plain : `sha256:${plain}`;
}

function readIndex(text: string, names: readonly string[]): unknown {
  if (text.trimStart().startsWith('{')) return readJson(text);
  return readYaml(text.length > maxWholeCharacters ? shortened(text, names) : text);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** An index with these charts alone. Helm writes each key on a line of its own, lists no deeper than their key. */
function shortened(text: string, names: readonly string[]): string {
  const version = /^apiVersion:.*$/m.exec(text)?.[0] ?? '';
  const blocks = names.flatMap(
    (name) =>
      new RegExp(`^( +)${name}:[ \\t\\r]*\\n(?:\\1[ -].*\\n|[ \\t\\r]*\\n)*`, 'm').exec(
        text,
      )?.[0] ?? [],
  );
  return `${version}\nentries:\n${blocks.join('')}`;
}

function fieldOf(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
