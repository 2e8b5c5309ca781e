import type { Scenario } from './scenario.ts';

/** Every scenario of the UI run, in the order of a user's day. */
export const scenarios: readonly Scenario[] = [];
