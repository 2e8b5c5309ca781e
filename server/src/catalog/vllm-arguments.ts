import data from './data/vllm-arguments.json' with { type: 'json' };
import { compareVersions, isAtLeast, parseVersion, type Version } from './versions.ts';

/** A `vllm serve` flag that is gone: a process started with it ends in "unrecognized arguments". */
export interface RemovedArgument {
  /** Kebab-case, without dashes in front: `swap-space`. */
  readonly flag: string;
  /** A release that is sure not to have it; the first without it may be slightly older. */
  readonly removedBy: string;
  /** Day of the removing commit, YYYY-MM-DD. */
  readonly removedOn: string;
  /** What to write instead. Absent: nothing replaces it. */
  readonly replacement?: string;
  readonly note?: string;
}

export const removedArguments: readonly RemovedArgument[] = Object.freeze(data.removed);

const byFlag: ReadonlyMap<string, RemovedArgument> = new Map(
  removedArguments.map((argument) => [argument.flag, argument]),
);

/**
 * The record of a flag that `version` surely lacks. Absent when the flag is still there, was never
 * known to us, or the version is too near the removal to be sure.
 * @param name the flag as written: `--swap-space`, `swap-space`, `swap_space` or `swapSpace`.
 */
export function removedArgument(name: string, version: Version): RemovedArgument | undefined {
  const argument = byFlag.get(flagName(name));
  return argument && isAtLeast(version, argument.removedBy) ? argument : undefined;
}

/**
 * The newest version that was read and surely lacks a flag which later ones have, when `version` is
 * that one or older. Absent when the flag may be there, or was never known to us.
 */
export function tooNewArgument(name: string, version: Version): string | undefined {
  const flag = flagName(name).replace(/^no-/, '');
  return notYetIn.find(
    ({ lacking, flags }) => compareVersions(version, lacking) <= 0 && flags.has(flag),
  )?.lacking.text;
}

const notYetIn = Object.entries(data.notYetIn).flatMap(([text, flags]) => {
  const lacking = parseVersion(text);
  return lacking === undefined ? [] : [{ lacking, flags: new Set<string>(flags) }];
});

/** Flags of `vllm serve` that some version has or had, without dashes in front. Not all of them. */
export const knownFlags: ReadonlySet<string> = new Set([...data.known, ...byFlag.keys()]);

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
