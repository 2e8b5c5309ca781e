/**
 * Which of `left` stand in `right`, too, in the same order: a longest common subsequence. The
 * sequences are arguments, environment entries or lines of a script; beyond `limit` pairs only what
 * begins and ends alike is taken to be common.
 */
export function commonLines(
  left: readonly string[],
  right: readonly string[],
  limit = 1_000_000,
): ReadonlySet<number> {
  const kept = new Set<number>();
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start])
    kept.add(start++);
  let leftEnd = left.length;
  let rightEnd = right.length;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    kept.add(--leftEnd);
    rightEnd--;
  }
  const rows = leftEnd - start;
  const columns = rightEnd - start;
  if (rows === 0 || columns === 0 || rows * columns > limit) return kept;
  const width = columns + 1;
  const longest = new Uint32Array((rows + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = rows - 1; row >= 0; row--) {
    for (let column = columns - 1; column >= 0; column--) {
      longest[row * width + column] =
        left[start + row] === right[start + column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns;) {
    if (left[start + row] === right[start + column]) {
      kept.add(start + row);
      row++;
      column++;
    } else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return kept;
}
