import { isMap, listAt, mapAt, textAt, type Json } from '../objects/json.ts';

/** What the nodes themselves say about why a pod finds none. */
export type NodeVerdict =
  | { readonly kind: 'none-selected' }
  /** Every node that the pod selects keeps it away; `taints` are theirs, as `key=value:effect`. */
  | { readonly kind: 'all-tainted'; readonly taints: readonly string[] }
  | { readonly kind: 'some-open' };

/**
 * Since Kubernetes 1.35 the scheduler no longer names the taint, and it counts a node that is both
 * tainted and not selected as tainted. Only the pod's nodeSelector is looked at: affinity rules can
 * make the answer worse, never better.
 */
export function judgeNodes(pod: Json, nodes: readonly Json[]): NodeVerdict {
  const wanted = Object.entries(mapAt(pod, 'spec', 'nodeSelector'));
  const selected = nodes.filter((node) => {
    const labels = mapAt(node, 'metadata', 'labels');
    return wanted.every(([key, value]) => labels[key] === value);
  });
  if (selected.length === 0) return { kind: 'none-selected' };
  const tolerations = listAt(pod, 'spec', 'tolerations').filter(isMap);
  const keepingAway = selected.map((node) =>
    listAt(node, 'spec', 'taints')
      .filter(isMap)
      .filter((taint) => textAt(taint, 'effect') !== 'PreferNoSchedule')
      .filter((taint) => !tolerations.some((toleration) => tolerates(toleration, taint))),
  );
  if (keepingAway.some((taints) => taints.length === 0)) return { kind: 'some-open' };
  return { kind: 'all-tainted', taints: [...new Set(keepingAway.flat().map(nameTaint))] };
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/, Kubernetes 1.35. */
function tolerates(toleration: Json, taint: Json): boolean {
  const effect = textAt(toleration, 'effect') ?? '';
  if (effect !== '' && effect !== textAt(taint, 'effect')) return false;
  const key = textAt(toleration, 'key') ?? '';
  const exists = textAt(toleration, 'operator') === 'Exists';
  if (key === '') return exists;
  if (key !== textAt(taint, 'key')) return false;
  return exists || (textAt(toleration, 'value') ?? '') === (textAt(taint, 'value') ?? '');
}

function nameTaint(taint: Json): string {
  const value = textAt(taint, 'value') ?? '';
  const key = textAt(taint, 'key') ?? '';
  return `${key}${value === '' ? '' : `=${value}`}:${textAt(taint, 'effect') ?? ''}`;
}
