import type { Fact } from '../model/merged-values.ts';
import { tell } from './blame.ts';

/** A quantity told as it stands in the file, `64Gi` and not 68719476736, with where it comes from. */
export function tellWritten(fact: Fact): string {
  return tell({ ...fact, value: fact.written?.source ?? fact.value });
}

/** The value to write elsewhere so that it says the same. */
export function writtenValue(fact: Fact<number>): string | number {
  const source = fact.written?.source;
  return source === undefined || source === String(fact.value) ? fact.value : source;
}
