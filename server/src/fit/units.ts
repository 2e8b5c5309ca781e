/** Bytes of one GiB. */
export const gib = 2 ** 30;

/** GiB for a sentence: two decimals below ten, one above. */
export function showGiB(gibibytes: number): string {
  return gibibytes.toFixed(gibibytes < 10 ? 2 : 1);
}
