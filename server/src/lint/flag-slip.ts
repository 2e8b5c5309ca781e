import { distance } from 'fastest-levenshtein';
import { closest } from '../schema/closest.ts';

/**
 * The flag of vLLM that is one slip away from a name which is none. A newer vLLM may have flags that
 * we have not read, so a name that is merely near to a known one is taken for such. A flag cut short
 * is left alone: Python's argparse takes unique beginnings unless it is told not to.
 * @param given flags that the values set already: nobody means one of them.
 */
export function meantVllmFlag(
  flag: string,
  known: ReadonlySet<string>,
  given: ReadonlySet<string>,
): string | undefined {
  if (isKnown(flag, known) || !/^[a-z0-9-]+$/.test(flag)) return undefined;
  const alike = closest(flag, [...known]).filter((one) => !given.has(one));
  return only(alike.filter((one) => !one.startsWith(flag) && hasWordWrittenOut(flag, one)));
}

/**
 * The same for llama-server, which takes no beginnings: words that are joined in another way
 * (`ctxsize`), a letter too many, too few or changed in a long word (`thread`), and a word written out
 * (`context-size`, `flash-attention`) count as slips there. Names with digits are left alone.
 */
export function meantLlamaServerFlag(
  flag: string,
  known: ReadonlySet<string>,
  given: ReadonlySet<string>,
): string | undefined {
  if (isKnown(flag, known) || !/^[a-z-]+$/.test(flag)) return undefined;
  const others = [...known].filter((one) => !given.has(one));
  const slips = [isJoinedOtherwise, hasLetterChanged, hasWordWrittenOut, hasWordSpeltOut];
  const meant = slips.map((slip) => others.filter((one) => slip(flag, one)));
  // The smallest slip that leads somewhere decides.
  return only(meant.find((names) => names.length > 0) ?? []);
}

function isKnown(flag: string, known: ReadonlySet<string>): boolean {
  return known.has(flag) || known.has(flag.replace(/^no-/, ''));
}

function only(meant: readonly string[]): string | undefined {
  return meant.length === 1 ? meant[0] : undefined;
}

/** As in max-model-length, of which max-model-len is the known name. */
function hasWordWrittenOut(flag: string, known: string): boolean {
  const [word, meant] = differingWord(flag, known) ?? [];
  if (word === undefined || meant === undefined) return false;
  return meant.length >= 3 && word.startsWith(meant.replace(/s$/, ''));
}

function hasLetterChanged(flag: string, known: string): boolean {
  const [word, meant] = differingWord(flag, known) ?? [];
  if (word === undefined || meant === undefined) return false;
  const shorter = Math.min(word.length, meant.length);
  return shorter >= 4 && distance(word, meant) <= (shorter >= 6 ? 2 : 1);
}

/** The one word in which two names differ; absent when they differ in none, in more, or in length. */
function differingWord(one: string, other: string): readonly [string, string] | undefined {
  const [words, others] = [one.split('-'), other.split('-')];
  if (words.length !== others.length) return undefined;
  const [first, ...more] = words.flatMap((word, at) => {
    const meant = others[at] ?? '';
    return word === meant ? [] : [[word, meant] as const];
  });
  return more.length === 0 ? first : undefined;
}

function isJoinedOtherwise(flag: string, known: string): boolean {
  return flag.replaceAll('-', '') === known.replaceAll('-', '');
}

/** As in context-size and flash-attention, of which the known names keep some letters alone. */
function hasWordSpeltOut(flag: string, known: string): boolean {
  const [word, meant] = differingWord(flag, known) ?? [];
  if (word === undefined || meant === undefined || meant.length < 3) return false;
  const letters = new RegExp(`^${meant.replaceAll(/.(?=.)/g, '$&.*')}`);
  return word.length >= meant.length + 2 && letters.test(word);
}
