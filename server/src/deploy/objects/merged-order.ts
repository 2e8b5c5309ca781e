/**
 * In which order server-side apply puts the items of two lists: those that both have in the order of
 * what is applied, the others where they stood.
 * Source: structured-merge-diff v6, typed/merge.go (visitListItems).
 */
export function mergedOrder(
  live: readonly string[],
  applied: readonly string[],
): readonly string[] {
  const order: string[] = [];
  const done = new Set<string>();
  const inApplied = new Set(applied);
  const shared = applied.filter((name) => live.includes(name));
  let next = shared.shift();
  for (let l = 0, a = 0; l < live.length || a < applied.length;) {
    const [left, right] = [live[l], applied[a]];
    if (left !== undefined && right !== undefined) {
      if (left === right) {
        order.push(left);
        done.add(left);
        l++;
        a++;
        next = shared.shift();
        continue;
      }
      // Both have it, but another one is due.
      if (inApplied.has(left) && next !== undefined && next !== left) {
        l++;
        continue;
      }
    }
    if (left !== undefined && !inApplied.has(left)) {
      order.push(left);
      l++;
      continue;
    }
    if (left !== undefined && done.has(left)) l++;
    if (right !== undefined) {
      order.push(right);
      done.add(right);
      a++;
      if (next === right) next = shared.shift();
    }
  }
  return order;
}
