import { isMap, listAt, mapAt, type Json } from '../objects/json.ts';
import { nameTaint, taintsKeepingAway } from '../objects/taints.ts';

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
  const keepingAway = selected.map((node) => taintsKeepingAway(node, tolerations));
  if (keepingAway.some((taints) => taints.length === 0)) return { kind: 'some-open' };
  return { kind: 'all-tainted', taints: [...new Set(keepingAway.flat().map(nameTaint))] };
}
