import data from './data/vllm-arguments.json' with { type: 'json' };
import replacements from './data/vllm-replacements.json' with { type: 'json' };
import {
  livesIn,
  releaseAfter,
  sinceOf,
  untilOf,
  valueIn,
  type History,
  type LifeSpan,
} from './life-span.ts';
import { isAtLeast, type Version } from './versions.ts';
import { vllmReleases } from './vllm-releases.ts';

/** What a value has to look like. A switch takes none; a readable integer may be written as 32k. */
export type ArgumentKind =
  | 'switch'
  | 'integer'
  | 'readable-integer'
  | 'readable-integer-or-auto'
  | 'number'
  | 'text'
  | 'list'
  | 'json'
  | 'text-or-json';

/** An argument of `vllm serve`, or a field of AsyncEngineArgs, over the releases that were read. */
export interface VllmArgument {
  /** Kebab-case, without dashes in front: `swap-space`. */
  readonly flag: string;
  /** Absent: only a field of the engine arguments. */
  readonly flagLife?: LifeSpan;
  /** As a field of AsyncEngineArgs, in snake case. Absent: only an argument of the server. */
  readonly engineLife?: LifeSpan;
  /** Short options with their dash: `-tp`. */
  readonly shorts?: Readonly<Record<string, LifeSpan>>;
  /** Other long names, without dashes. */
  readonly aliases?: Readonly<Record<string, LifeSpan>>;
  readonly kind?: History<ArgumentKind>;
  /** Absent: none, off, empty, or worked out when vLLM starts. */
  readonly default?: History<string | number | boolean>;
  /** Whether anything but `choices` is refused. Absent: there is no list. */
  readonly list?: History<'open' | 'closed'>;
  readonly choices?: Readonly<Record<string, LifeSpan>>;
  /** False: a switch without a `--no-` form. */
  readonly hasNoForm?: History<boolean>;
  /** The value may be left out. */
  readonly valueIsOptional?: History<boolean>;
  readonly deprecated?: History<boolean>;
}

export const vllmArguments: readonly VllmArgument[] = Object.freeze(
  data.arguments as readonly VllmArgument[],
);

const byName: ReadonlyMap<string, VllmArgument> = new Map(
  vllmArguments.flatMap((argument) =>
    [argument.flag, ...Object.keys({ ...argument.aliases, ...argument.shorts })].map(
      (name) => [name, argument] as const,
    ),
  ),
);

interface Replacement {
  readonly flag: string;
  readonly replacement?: string;
  readonly removedBy?: string;
}

const replacementOf: ReadonlyMap<string, Replacement> = new Map(
  replacements.flags.map((record: Replacement) => [record.flag, record]),
);

/**
 * The argument that a name stands for in some release: `--max-num-seqs`, `maxNumSeqs`,
 * `max_num_seqs`, `no-enable-x` of a switch, an alias, or `-tp`. Undefined: no release has it.
 */
export function findArgument(name: string): VllmArgument | undefined {
  const short = byName.get(name.trim());
  if (short !== undefined) return short;
  const flag = flagName(name);
  const switched = flag.startsWith('no-') ? byName.get(flag.slice('no-'.length)) : undefined;
  return byName.get(flag) ?? (switched?.kind === undefined ? undefined : switched);
}

/** The name under which an argument goes, for an alias or short option too: `-tp` is tensor-parallel-size. */
export function mainFlag(name: string): string {
  const flag = flagName(name);
  const argument = byName.get(name.trim()) ?? byName.get(flag);
  return argument?.flag ?? flag;
}

/** Whether `version` has the flag. Undefined where nobody can tell. */
export function isFlagIn(name: string, version: Version): boolean | undefined {
  const argument = findArgument(name);
  if (argument === undefined) return livesIn(undefined, version, vllmReleases);
  return livesIn(nameLife(name, argument), version, vllmReleases);
}

/** Whether AsyncEngineArgs of `version` has the field. Undefined where nobody can tell. */
export function isEngineArgumentIn(name: string, version: Version): boolean | undefined {
  return livesIn(findArgument(name)?.engineLife, version, vllmReleases);
}

/** An alias or short option may be younger than what it stands for. */
function nameLife(name: string, argument: VllmArgument): LifeSpan | undefined {
  const flag = flagName(name);
  return argument.aliases?.[flag] ?? argument.shorts?.[name.trim()] ?? argument.flagLife;
}

/** A flag that is gone: a process started with it ends in "unrecognized arguments". */
export interface RemovedArgument {
  readonly flag: string;
  /** The first release that was read without it. */
  readonly removedBy: string;
  /** What to write instead. Absent: nothing replaces it. */
  readonly replacement?: string;
}

/**
 * The record of a flag that `version` surely lacks and an earlier one had. Absent when the flag is
 * still there, was never known to us, or the version is too near the removal to be sure.
 * @param name the flag as written: `--swap-space`, `swap-space`, `swap_space` or `swapSpace`.
 */
export function removedArgument(name: string, version: Version): RemovedArgument | undefined {
  return removedIn(name, version, findArgument(name)?.flagLife);
}

/** The same of a field of AsyncEngineArgs. */
export function removedEngineArgument(name: string, version: Version): RemovedArgument | undefined {
  return removedIn(name, version, findArgument(name)?.engineLife);
}

function removedIn(
  name: string,
  version: Version,
  life: LifeSpan | undefined,
): RemovedArgument | undefined {
  const flag = findArgument(name)?.flag ?? flagName(name);
  const known = replacementOf.get(flag);
  const until = life === undefined ? undefined : untilOf(life);
  const removedBy =
    life === undefined ? known?.removedBy : until && releaseAfter(until, vllmReleases);
  if (removedBy === undefined || !isAtLeast(version, removedBy)) return undefined;
  if (life !== undefined && livesIn(life, version, vllmReleases) !== false) return undefined;
  return { flag, removedBy, ...(known?.replacement && { replacement: known.replacement }) };
}

/**
 * The release in which a flag came, when `version` surely lacks it and is older. Absent when the
 * flag may be there, is gone again, or was never known to us.
 */
export function tooNewArgument(name: string, version: Version): string | undefined {
  const argument = findArgument(name);
  const life = argument && nameLife(name, argument);
  const since = life === undefined ? undefined : sinceOf(life);
  if (since === undefined || livesIn(life, version, vllmReleases) !== false) return undefined;
  return isAtLeast(version, since) ? undefined : since;
}

/** The kind of value that `version` expects. Undefined where nobody can tell. */
export function argumentKind(name: string, version: Version): ArgumentKind | undefined {
  if (isFlagIn(name, version) !== true) return undefined;
  return valueIn(findArgument(name)?.kind, version, vllmReleases);
}

/**
 * The values that `version` takes for an argument, sorted, when it refuses all others. Undefined
 * for a list that is open to plugins, for none, and where nobody can tell.
 */
export function closedChoices(name: string, version: Version): readonly string[] | undefined {
  const argument = findArgument(name);
  if (isFlagIn(name, version) !== true) return undefined;
  if (valueIn(argument?.list, version, vllmReleases) !== 'closed') return undefined;
  const choices = Object.entries(argument?.choices ?? {});
  const lives = choices.map(
    ([choice, life]) => [choice, livesIn(life, version, vllmReleases)] as const,
  );
  if (lives.some(([, lives_]) => lives_ === undefined)) return undefined;
  return lives.filter(([, isIn]) => isIn).map(([choice]) => choice);
}

/** Since when a choice is on the list, and until when; absent for one that no release has. */
export function choiceLife(name: string, choice: string): LifeSpan | undefined {
  return findArgument(name)?.choices?.[choice];
}

/** Long names of flags that some release has or had, without dashes in front. */
export const knownFlags: ReadonlySet<string> = new Set([
  ...vllmArguments.flatMap(({ flag, flagLife, aliases }) =>
    flagLife === undefined ? [] : [flag, ...Object.keys(aliases ?? {})],
  ),
  ...replacementOf.keys(),
]);

/** Flags that `version` has or may have; without one, those of any release. */
export function flagsOf(version: Version | undefined): ReadonlySet<string> {
  if (version === undefined) return knownFlags;
  return new Set([...knownFlags].filter((flag) => isFlagIn(flag, version) !== false));
}

/**
 * The flag a values key becomes, as the template function kebabcase makes it: `maxNumSeqs`,
 * `max_num_seqs` and `--max-num-seqs` are one, and the last capital of a row begins a word
 * (`topNSigma` is `top-n-sigma`). What it does around digits differs and is not followed here.
 */
export function flagName(name: string): string {
  return name
    .replace(/^--/, '')
    .replaceAll('_', '-')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** The key of modelParameters that stands for a flag: `maxNumSeqs` for `max-num-seqs`. */
export function parameterName(flag: string): string {
  return flag.replaceAll(/-([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}
