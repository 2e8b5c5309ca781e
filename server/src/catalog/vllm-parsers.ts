import data from './data/vllm-parsers.json' with { type: 'json' };
import { livesIn, sinceOf, untilOf, type LifeSpan } from './life-span.ts';
import type { Version } from './versions.ts';
import { vllmReleases } from './vllm-releases.ts';

export type ParserKind = 'tool' | 'reasoning' | 'structuredOutputs';

/**
 * Whether vLLM of `version` brings a parser (or structured-output back end) of that name along.
 * Undefined where nobody can tell. Plugins may add others.
 */
export function parserKnownIn(
  kind: ParserKind,
  name: string,
  version: Version,
): boolean | undefined {
  return livesIn(livesOf(kind)[name], version, vllmReleases);
}

/** The first release that has the name; undefined when no release has, or the oldest read does. */
export function parserSince(kind: ParserKind, name: string): string | undefined {
  const life = livesOf(kind)[name];
  return life === undefined ? undefined : sinceOf(life);
}

/** The last release that has the name; undefined when no release has, or the newest read does. */
export function parserUntil(kind: ParserKind, name: string): string | undefined {
  const life = livesOf(kind)[name];
  return life === undefined ? undefined : untilOf(life);
}

/** Names that `version` surely has, sorted; all that any release has where no version is given. */
export function parsersOf(kind: ParserKind, version?: Version): readonly string[] {
  const lives = Object.entries(livesOf(kind));
  return lives
    .filter(([, life]) => version === undefined || livesIn(life, version, vllmReleases) === true)
    .map(([name]) => name);
}

function livesOf(kind: ParserKind): Readonly<Record<string, LifeSpan>> {
  const record = data.parsers.find(({ name }) => name === kind);
  return record?.values ?? {};
}
