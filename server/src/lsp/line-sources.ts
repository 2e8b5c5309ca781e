import { closest, type DependentLines } from '../ide/provenance/manifest-lines.ts';
import type { MergedValues } from '../model/merged-values.ts';
import type { Provenance, WrittenLeaf } from './provenance.ts';

/** What depends on a leaf, with the leaf. */
export type LeafLines = DependentLines & { readonly leaf: WrittenLeaf };

/**
 * The leaves that a line of the manifests comes from. Those whose value stands in the line are tried
 * first, and when the line is printed from one of them the others are not asked: so an answer takes
 * a few renders and not some for every value of the file. Undefined when the text changed meanwhile.
 */
export async function lineSources(
  line: number,
  provenance: Provenance,
  { values, isCurrent }: { readonly values: MergedValues; readonly isCurrent: () => boolean },
): Promise<readonly WrittenLeaf[] | undefined> {
  const { leaves, manifests } = provenance;
  const text = manifests.manifest.split('\n', line + 1)[line] ?? '';
  const isLikely = ({ path }: WrittenLeaf) => text.includes(String(values.at(path)?.value));
  const likely = await linesOfEach(leaves.filter(isLikely), provenance, isCurrent);
  if (likely === undefined) return undefined;
  if (likely.some(({ printed }) => printed.has(line)))
    return closest(likely, line).map(({ leaf }) => leaf);
  const all = await linesOfEach(leaves, provenance, isCurrent);
  return all && closest(all, line).map(({ leaf }) => leaf);
}

/** One leaf after the other; undefined when the text changed meanwhile, because the answer would be about the past. */
export async function linesOfEach(
  leaves: readonly WrittenLeaf[],
  provenance: Provenance,
  isCurrent: () => boolean,
): Promise<readonly LeafLines[] | undefined> {
  const found: LeafLines[] = [];
  for (const leaf of leaves) {
    if (!isCurrent()) return undefined;
    found.push({ ...(await provenance.linesOf(leaf)), leaf });
  }
  return found;
}
