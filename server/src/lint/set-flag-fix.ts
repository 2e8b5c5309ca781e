import type { Fact } from '../model/merged-values.ts';
import type { Fix } from './fix.ts';

/** Gives a flag another value where it is written; `placeFixes` keeps the form of an item of extraArgs. */
export function setFlagFix({ path }: Fact, value: string): readonly Fix[] {
  return [{ title: `Write ${value}`, isSafe: false, edits: [{ kind: 'set', path, value }] }];
}
