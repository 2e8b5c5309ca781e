/** Ids that once named a rule and must not name another. */
export const retiredIds: readonly string[] = [];
