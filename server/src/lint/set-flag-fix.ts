import { isParameterPath } from '../catalog/values-paths.ts';
import type { Fact } from '../model/merged-values.ts';
import type { Fix } from './fix.ts';

/**
 * Gives a flag another value where it is written: a parameter, or an item `--flag=value`. None where
 * the value is an item of its own.
 */
export function setFlagFix(fact: Fact, flag: string, value: string): readonly Fix[] {
  if (isParameterPath(fact.path) || fact.path.at(-2) === 'engineKwargs')
    return [fixOf(fact, value, value)];
  const [written] = fact.written?.source.split('=') ?? [];
  return fact.written?.source.includes('=') && written?.includes('--')
    ? [fixOf(fact, `--${flag}=${value}`, value)]
    : [];
}

function fixOf({ path }: Fact, value: string, shown: string): Fix {
  return {
    title: `Write ${shown}`,
    isSafe: false,
    edits: [{ kind: 'set', path, value }],
  };
}
