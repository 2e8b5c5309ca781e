import { paths } from '../catalog/values-paths.ts';
import type { Fact, MergedValues } from '../model/merged-values.ts';

const path = paths.environment;

/** The literal value of a variable that modelServer.env sets; absent when it comes from elsewhere. */
export function environmentVariable(values: MergedValues, name: string): Fact | undefined {
  const list = values.at(path)?.value;
  // Charts of generation 0.2 have a map of names and values here.
  if (!Array.isArray(list)) return values.at([...path, name]);
  const index = list.findLastIndex(
    (item: unknown) =>
      typeof item === 'object' && item !== null && 'name' in item && item.name === name,
  );
  return index === -1 ? undefined : values.at([...path, index, 'value']);
}

/** All variables of modelServer.env with a literal value, in order; of one set twice the last. */
export function environmentVariables(values: MergedValues): ReadonlyMap<string, Fact> {
  const list = values.at(path)?.value;
  const names = Array.isArray(list)
    ? list.flatMap((item: unknown) =>
        typeof item === 'object' && item !== null && 'name' in item ? [String(item.name)] : [],
      )
    : values.keys(path);
  return new Map(
    names.flatMap((name) => {
      const fact = environmentVariable(values, name);
      return fact === undefined ? [] : [[name, fact] as const];
    }),
  );
}
