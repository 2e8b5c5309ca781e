import { paths } from '../catalog/values-paths.ts';
import { flagName } from '../catalog/vllm-arguments.ts';
import type { Path } from '../syntax/node.ts';
import type { MergedValues } from './merged-values.ts';

/** Lists and maps through which a values file reaches vLLM past modelParameters. */
const { environment, extraArgs, engineKwargs } = paths;

/**
 * Flags that are given a second time outside modelParameters (`--max-model-len`, an environment
 * variable, an engine argument). What such a parameter comes to is not decided here, so rules must
 * not read it.
 */
export function overriddenFlags(values: MergedValues): ReadonlySet<string> {
  const found = new Set(environmentFlags(values));
  for (const argument of listAt(values, extraArgs))
    if (typeof argument === 'string')
      for (const [, flag = ''] of argument.matchAll(/--([A-Za-z0-9_-]+)/g))
        found.add(flagName(flag));
  for (const name of values.keys(engineKwargs)) found.add(flagName(name));
  return found;
}

/** Flags by the names of the environment variables that charts make of parameters. */
export function environmentFlags(values: MergedValues): ReadonlySet<string> {
  const names = listAt(values, environment).flatMap((variable) =>
    typeof variable === 'object' && variable !== null && 'name' in variable
      ? [String(variable.name)]
      : [],
  );
  // Charts of generation 0.2 have a map of names and values here.
  const all = [...names, ...values.keys(environment)];
  return new Set(all.map((name) => flagName(name.toLowerCase())));
}

function listAt(values: MergedValues, path: Path): readonly unknown[] {
  const value = values.at(path)?.value;
  return Array.isArray(value) ? value : [];
}
