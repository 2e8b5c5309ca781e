/** Bytes of one GiB. */
export const gib = 2 ** 30;
