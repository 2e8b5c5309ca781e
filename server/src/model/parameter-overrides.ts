import { flagName } from '../catalog/vllm-arguments.ts';
import type { Path } from '../syntax/node.ts';
import type { MergedValues } from './merged-values.ts';

/** Lists and maps through which a values file reaches vLLM past modelParameters. */
const extraArgs: Path = ['inference', 'modelServer', 'extraArgs'];
const environment: Path = ['inference', 'modelServer', 'env'];
const engineKwargs: Path = ['inference', 'rayOptions', 'engineKwargs'];

/**
 * Flags that are given a second time outside modelParameters (`--max-model-len`, an environment
 * variable, an engine argument). What such a parameter comes to is not decided here, so rules must
 * not read it.
 */
export function overriddenFlags(values: MergedValues): ReadonlySet<string> {
  const found = new Set<string>();
  for (const argument of listAt(values, extraArgs))
    if (typeof argument === 'string')
      for (const [, flag = ''] of argument.matchAll(/--([A-Za-z0-9_-]+)/g))
        found.add(flagName(flag));
  for (const variable of listAt(values, environment))
    if (typeof variable === 'object' && variable !== null && 'name' in variable)
      found.add(flagName(String(variable.name).toLowerCase()));
  for (const name of values.keys(engineKwargs)) found.add(flagName(name));
  return found;
}

function listAt(values: MergedValues, path: Path): readonly unknown[] {
  const value = values.at(path)?.value;
  return Array.isArray(value) ? value : [];
}
