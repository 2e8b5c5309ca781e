import type { Version } from '../catalog/versions.ts';
import { findArgument, isFlagIn, knownFlags } from '../catalog/vllm-arguments.ts';
import { closest } from '../schema/closest.ts';

/**
 * A flag of vLLM that is one slip away from a name which is none; of this version, if it is known. A
 * newer vLLM may have flags that nobody has read, so a name that is merely near to a known one is
 * taken for such.
 * @param given flags that stand beside it, and so were not meant.
 */
export function meantFlag(
  flag: string,
  given: ReadonlySet<string>,
  version?: Version,
): string | undefined {
  if (findArgument(flag) !== undefined || !/^[a-z0-9-]+$/.test(flag)) return undefined;
  const known = [...knownFlags].filter(
    (name) => version === undefined || isFlagIn(name, version) !== false,
  );
  const alike = closest(flag, known).filter((name) => !given.has(name));
  const [meant, ...others] = alike.filter((name) => isOneSlipAway(flag, name));
  return others.length === 0 ? meant : undefined;
}

/**
 * One word written out, as in max-model-length. A flag cut short is left alone: Python's argparse
 * takes unique beginnings unless it is told not to.
 */
function isOneSlipAway(flag: string, known: string): boolean {
  if (known.startsWith(flag)) return false;
  const words = flag.split('-');
  const knownWords = known.split('-');
  if (words.length !== knownWords.length) return false;
  const differing = words.filter((word, at) => word !== knownWords[at]);
  const [word = ''] = differing;
  const meant = knownWords[words.indexOf(word)] ?? '';
  return differing.length === 1 && meant.length >= 3 && word.startsWith(meant.replace(/s$/, ''));
}
