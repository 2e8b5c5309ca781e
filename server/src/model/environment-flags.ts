import { paths } from '../catalog/values-paths.ts';
import { flagName } from '../catalog/vllm-arguments.ts';
import type { MergedValues } from './merged-values.ts';

/**
 * Flags by the names of the environment variables that charts make of parameters. What a parameter
 * comes to that has such a variable too is not decided here.
 */
export function environmentFlags(values: MergedValues): ReadonlySet<string> {
  const list = values.at(paths.environment)?.value;
  const names = (Array.isArray(list) ? (list as readonly unknown[]) : []).flatMap((variable) =>
    typeof variable === 'object' && variable !== null && 'name' in variable
      ? [String(variable.name)]
      : [],
  );
  // Charts of generation 0.2 have a map of names and values here.
  const all = [...names, ...values.keys(paths.environment)];
  return new Set(all.map((name) => flagName(name.toLowerCase())));
}
