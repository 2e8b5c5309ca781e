import { distance } from 'fastest-levenshtein';

/**
 * The candidates that `written` was probably meant to be, closest first. Case, dashes and
 * underscores do not count: MAX_MODEL_LEN and max-model-len are both close to maxModelLen.
 */
export function closest(written: string, candidates: readonly string[]): readonly string[] {
  const plain = fold(written);
  return candidates
    .map((candidate) => ({ candidate, far: farness(plain, fold(candidate)) }))
    .filter(({ candidate, far }) => far <= reach(Math.min(plain.length, candidate.length)))
    .sort((a, b) => a.far - b.far || a.candidate.localeCompare(b.candidate, 'en'))
    .map(({ candidate }) => candidate);
}

/** Letters to change; a word written out (`maxModelLength`) or cut short is as near as one letter. */
function farness(one: string, other: string): number {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 6 && long.startsWith(short)
    ? Math.min(1, long.length - short.length)
    : distance(one, other);
}

/** Letters that may differ before it is another word: none in "tp", one in "gpu", three in long names. */
function reach(length: number): number {
  return length < 3 ? 0 : Math.min(3, Math.max(1, Math.floor(length / 4)));
}

/** Whether two names differ only in how their words are joined. */
export function isSameWord(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

function fold(text: string): string {
  return text.toLowerCase().replaceAll(/[-_\s]/g, '');
}
