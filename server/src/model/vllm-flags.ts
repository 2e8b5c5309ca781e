import { paths } from '../catalog/values-paths.ts';
import { flagName } from '../catalog/vllm-arguments.ts';
import type { Fact, MergedValues } from './merged-values.ts';

const { engineKwargs, extraArgs, modelParameters: parameters } = paths;

/**
 * What the values say of each flag of vLLM, in kebab case (`max-model-len`), with where they say it:
 * modelParameters, extraArgs, engineKwargs. The last one wins, as on a command line. A flag without
 * a value is true. Flags that an environment variable sets a second time are left out.
 */
export function vllmFlags(
  values: MergedValues,
  byEnvironment: ReadonlySet<string>,
): ReadonlyMap<string, Fact> {
  const flags = new Map<string, Fact>();
  const take = (name: string, fact: Fact | undefined) => {
    if (fact !== undefined && !byEnvironment.has(name)) flags.set(name, fact);
  };
  for (const key of values.keys(parameters)) take(flagName(key), values.at([...parameters, key]));
  for (const [name, fact] of argumentFlags(values)) take(name, fact);
  for (const key of values.keys(engineKwargs))
    take(flagName(key), values.at([...engineKwargs, key]));
  return flags;
}

/** `--flag=value`, `--flag` with the next item, or `--flag` alone. */
function* argumentFlags(values: MergedValues): Iterable<readonly [string, Fact]> {
  const list = values.at(extraArgs)?.value;
  if (!Array.isArray(list)) return;
  for (const [index, item] of list.entries()) {
    const [, name, given] = typeof item === 'string' ? (argument.exec(item) ?? []) : [];
    const fact = name === undefined ? undefined : values.at([...extraArgs, index]);
    if (name === undefined || fact === undefined) continue;
    const next: unknown = list[index + 1];
    const value = given ?? (isValue(next) ? next : true);
    yield [flagName(name), { ...fact, value }];
  }
}

const argument = /^--([A-Za-z][\w-]*)(?:=(.*))?$/s;

function isValue(item: unknown): item is string | number {
  return typeof item === 'number' || (typeof item === 'string' && !item.startsWith('--'));
}
