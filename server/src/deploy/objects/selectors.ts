import { at, isMap, listAt, mapAt, textAt, type Json } from './json.ts';

/** A LabelSelector over labels: an absent one selects nothing, an empty one everything. */
export function selects(selector: unknown, labels: Json): boolean {
  if (!isMap(selector)) return false;
  const exact = Object.entries(mapAt(selector, 'matchLabels'));
  return (
    exact.every(([key, value]) => labels[key] === value) &&
    listAt(selector, 'matchExpressions').every((one) => meets(one, labels))
  );
}

/**
 * One requirement of a label selector, a node selector or a Karpenter NodePool; their operators are
 * the same. Numbers are compared where `Gt` and `Lt` say so.
 */
export function meets(requirement: unknown, labels: Json): boolean {
  const key = textAt(requirement, 'key') ?? '';
  const value = textAt(labels, key);
  const values = listAt(requirement, 'values');
  switch (textAt(requirement, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    case 'Gte':
      return value !== undefined && Number(value) >= Number(values[0]);
    case 'Lte':
      return value !== undefined && Number(value) <= Number(values[0]);
    default:
      // An operator of a later release: taken to hold, so that nothing is ruled out by it.
      return true;
  }
}

/** The pod's nodeSelector and required node affinity on one node's labels and name. */
export function isSelected(podSpec: unknown, labels: Json, name: string): boolean {
  const exact = Object.entries(mapAt(podSpec, 'nodeSelector'));
  if (!exact.every(([key, value]) => labels[key] === value)) return false;
  const required = at(
    podSpec,
    ...['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution'],
  );
  if (!isMap(required)) return true;
  // Terms are alternatives; an empty term selects nothing.
  return listAt(required, 'nodeSelectorTerms').some((term) => {
    const expressions = listAt(term, 'matchExpressions');
    const fields = listAt(term, 'matchFields');
    if (expressions.length + fields.length === 0) return false;
    return (
      expressions.every((one) => meets(one, labels)) &&
      fields.every((one) => meets(one, { 'metadata.name': name }))
    );
  });
}
