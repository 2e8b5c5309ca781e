import type { Dependency } from '../chart/dependencies.ts';
import { mergeLayers } from '../model/merged-values.ts';
import type { ValuesDocument } from '../syntax/parse.ts';

/**
 * The key of the parent's values that switches a dependency off, so that Helm installs nothing of
 * it; undefined when it is on. `documents` are the parent's values files, in Helm's order.
 * Source: helm.sh/helm/v4 v4.3.1, pkg/chart/v2/util/dependencies.go.
 */
export function switchedOffBy(
  { conditions, tags }: Dependency,
  documents: readonly ValuesDocument[],
): string | undefined {
  const values = mergeLayers(
    documents.map((document) => ({ origin: { kind: 'document' }, document })),
  );
  const isSet = (path: readonly string[]) => {
    const value = values.at(path)?.value;
    return typeof value === 'boolean' ? value : undefined;
  };
  const condition = conditions.find((path) => isSet(path) !== undefined);
  if (condition !== undefined) return isSet(condition) === true ? undefined : condition.join('.');
  const set = tags.filter((tag) => isSet(['tags', tag]) !== undefined);
  const isOn = set.length === 0 || set.some((tag) => isSet(['tags', tag]) === true);
  return isOn ? undefined : `tags.${String(set[0])}`;
}
