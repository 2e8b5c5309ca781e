import { isSamePath, paths } from '../catalog/values-paths.ts';
import { parameterName } from '../catalog/vllm-arguments.ts';
import type { Fact } from '../model/merged-values.ts';

/**
 * The fact to put the squiggle under, of those that clash: the first one written in this document.
 * Undefined when none is: then nothing in this document is to blame and the rule stays silent.
 */
export function blame(...clashing: readonly (Fact | undefined)[]): Fact | undefined {
  return clashing.find((fact) => fact?.origin.kind === 'document');
}

/** "8", "8 (the chart's default)", "8 (from values-base.yaml)", "8 (in extraArgs)": a value told with where it comes from. */
export function tell(fact: Fact): string {
  const value = String(fact.value);
  const list = listOf(fact);
  switch (fact.origin.kind) {
    case 'document':
      return list === undefined ? value : `${value} (in ${list})`;
    case 'file':
      return `${value} (from ${list === undefined ? '' : `${list} of `}${fact.origin.file})`;
    case 'chart':
      return `${value} (the chart's default)`;
  }
}

/** Last key of the path, as users name it; for an item of extraArgs the key that would stand for it. */
export function keyOf({ argument, path }: Fact): string {
  return argument === undefined ? String(path.at(-1)) : parameterName(argument.flag);
}

/** The list of flags that a parameter stands in; undefined for a key of its own. */
export function listOf({ argument, path }: Fact): string | undefined {
  if (argument !== undefined) return 'extraArgs';
  const { engineKwargs } = paths;
  const isEngine = path.length > engineKwargs.length;
  return isEngine && isSamePath(path.slice(0, engineKwargs.length), engineKwargs)
    ? 'engineKwargs'
    : undefined;
}
