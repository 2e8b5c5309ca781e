import { distance } from 'fastest-levenshtein';
import { knownFamilies, sizesOf } from '../catalog/machines.ts';

/** The instance type that a text was meant to be which is none. */
export interface MeantType {
  readonly name: string;
  /** Letters or words are missing or changed, not only how they are joined. */
  readonly isGuess: boolean;
}

/**
 * Absent unless one type of a family that we know is meant beyond doubt: the same letters with other
 * signs between them (`G6e-12xlarge`), or behind a family's dot what is no size of EC2's
 * (`g6e.2xl`, `m8g.4xlrge`). A size that EC2 could have, and a family that we have no record of, may
 * be newer than the catalog.
 */
export function meantType(written: string): MeantType | undefined {
  const lower = written.toLowerCase();
  const prefix = /^ml[^a-z0-9]/.test(lower) ? 'ml.' : '';
  const name = lower.slice(prefix.length);
  const families = knownFamilies();
  const spelt = sameLetters(fold(name), families);
  if (spelt !== undefined) return { name: prefix + spelt, isGuess: false };
  const [, before = '', size = ''] = /^([^.]+)\.(.+)$/.exec(name) ?? [];
  const family = families.find((one) => fold(one) === fold(before));
  if (family === undefined) return undefined;
  const meant = meantSize(size, sizesOf(family));
  return meant && { name: `${prefix}${family}.${meant.name}`, isGuess: meant.isGuess };
}

function sameLetters(letters: string, families: readonly string[]): string | undefined {
  const matching = families.filter((family) => letters.startsWith(fold(family)));
  return matching
    .flatMap((family) => sizesOf(family).map((size) => `${family}.${size}`))
    .find((name) => fold(name) === letters);
}

/** Every form that a size has: `4xlarge`, `metal`, `metal-48xl`. */
const isSize = /^(nano|micro|small|medium|large|\d*xlarge|metal(-\d+xl)?)$/;

/** Sizes as people cut them short. */
const shortForms: readonly (readonly [RegExp, string])[] = [
  [/^(\d*)xl(?:g|rg)?$/, '$1xlarge'],
  [/^(\d+)x$/, '$1xlarge'],
  [/^metal-?(\d+)x(?:l|large)?$/, 'metal-$1xl'],
];

function meantSize(size: string, sizes: readonly string[]): MeantType | undefined {
  if (isSize.test(size)) return undefined;
  const [short] = shortForms.filter(([form]) => form.test(size));
  const whole = short && size.replace(short[0], short[1]);
  if (whole !== undefined)
    return sizes.includes(whole) ? { name: whole, isGuess: false } : undefined;
  const near = sizes
    .filter((one) => digitsOf(one) === digitsOf(size))
    .map((name) => ({ name, far: distance(name, size) }))
    .filter(({ far }) => far <= 2)
    .toSorted((a, b) => a.far - b.far);
  const [first, second] = near;
  if (first === undefined || first.far === second?.far) return undefined;
  return { name: first.name, isGuess: true };
}

/** A digit is never a slip: 2xlarge and 4xlarge are both there. */
function digitsOf(size: string): string {
  return size.replaceAll(/\D/g, '');
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
