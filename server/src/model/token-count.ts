import type { Fact } from './merged-values.ts';

const sizes: Readonly<Record<string, number>> = {
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
};

/**
 * A number of tokens as the parser of vLLM reads it: 32k is 32000, 32K is 32768, and only small
 * units take a fraction. Absent for `auto` and -1, with which vLLM takes what fits.
 */
export function tokenCount(fact: Fact | undefined): Fact<number> | undefined {
  if (fact === undefined) return undefined;
  if (typeof fact.value === 'number')
    return Number.isFinite(fact.value) && fact.value !== -1
      ? { ...fact, value: fact.value }
      : undefined;
  if (typeof fact.value !== 'string') return undefined;
  const [, number, unit = ''] = /^\s*(\d+(?:\.\d+)?)([kmgtKMGT]?)\s*$/.exec(fact.value) ?? [];
  if (number === undefined || (/[KMGT]/.test(unit) && number.includes('.'))) return undefined;
  return { ...fact, value: Math.trunc(Number(number) * (sizes[unit] ?? 1)) };
}
