import type { Rendered, RenderOutcome } from '../chart/renderer.ts';
import type { Analysis } from '../ide/analysis.ts';
import { leavesOf, type Leaf } from '../ide/provenance/leaves.ts';
import {
  dependentLines,
  joinLines,
  readManifests,
  type DependentLines,
  type ReadManifests,
} from '../ide/provenance/manifest-lines.ts';
import { otherValues, overlayText, twinsOf } from '../ide/provenance/variants.ts';
import { describeKey } from '../schema/describe-key.ts';
import type { Origin } from '../model/merged-values.ts';
import type { Path } from '../syntax/node.ts';
import type { Snapshot } from './snapshots.ts';

/** A leaf with the file that wrote it. */
export interface WrittenLeaf extends Leaf {
  readonly origin: Origin;
}

/** How values and manifests of one state of a document hang together, found out by rendering. */
export interface Provenance {
  /** Leaves that count: those of the document and of the files before it that nothing replaces. */
  readonly leaves: readonly WrittenLeaf[];
  readonly manifests: Rendered;
  /** What depends on a leaf; asked once for each. */
  linesOf(leaf: WrittenLeaf): Promise<DependentLines>;
}

/** Renders the document with one more values file behind it. */
export type RenderOver = (over: string | undefined) => Promise<RenderOutcome>;

/**
 * Renders the chart again with one value changed, and with it left out, and compares: so what hangs
 * together is what Helm makes of it, through any helper, loop or condition. Undefined when the
 * document does not render.
 */
export async function findProvenance(
  analysis: Analysis,
  renderOver: RenderOver,
): Promise<Provenance | undefined> {
  const manifests = await renderOver(undefined);
  if (manifests.kind !== 'rendered') return undefined;
  const base = readManifests(manifests);
  // Passwords and dates differ in every render, whatever the values.
  const again = await compare(base, renderOver, '{}');
  const known = new Map<Leaf, Promise<DependentLines>>();
  return {
    manifests,
    leaves: writtenLeaves(analysis),
    linesOf(leaf) {
      let lines = known.get(leaf);
      if (lines === undefined)
        known.set(leaf, (lines = linesOf(leaf, { analysis, base, renderOver, again })));
      return lines;
    },
  };
}

interface Asked {
  readonly analysis: Analysis;
  readonly base: ReadManifests;
  readonly renderOver: RenderOver;
  readonly again: DependentLines | undefined;
}

async function linesOf(
  { path }: Leaf,
  { analysis, base, renderOver, again }: Asked,
): Promise<DependentLines> {
  const { values } = analysis;
  const valueAt = (at: Path) => values.at(at)?.value;
  const { reads, generation } = analysis.surroundings.chart;
  // No template asks for it: nothing needs to be rendered.
  if (reads?.touching(path).length === 0) return joinLines([], again);
  const choices = describeKey(generation, path)?.enum ?? [];
  const others = otherValues(valueAt(path), choices);
  const found: DependentLines[] = [];
  const tryOthers = async (paths: readonly Path[]) => {
    for (const other of others) {
      const lines = await compare(base, renderOver, overlayText(paths, other, valueAt));
      if (lines === undefined) continue;
      found.push(lines);
      if (lines.printed.size + lines.decided.size > 0) return;
    }
  };
  await tryOthers([path]);
  if (found.length === 0) {
    const twins = twinsOf(path, { valueAt, keysAt: (at) => values.keys(at) });
    if (twins.length > 0) await tryOthers([path, ...twins]);
  }
  const isInList = path.some((step) => typeof step === 'number');
  const without = isInList ? undefined : overlayText([path], null, valueAt);
  const lines = await compare(base, renderOver, without);
  if (lines !== undefined) found.push(lines);
  return joinLines(found, again);
}

/** Undefined when there is nothing to render, or when it does not render. */
async function compare(
  base: ReadManifests,
  renderOver: RenderOver,
  over: string | undefined,
): Promise<DependentLines | undefined> {
  if (over === undefined) return undefined;
  const outcome = await renderOver(over);
  return outcome.kind === 'rendered' ? dependentLines(base, readManifests(outcome)) : undefined;
}

function writtenLeaves({ document, surroundings, values }: Analysis): readonly WrittenLeaf[] {
  const files: readonly { readonly origin: Origin; readonly document: typeof document }[] = [
    { origin: { kind: 'document' }, document },
    ...surroundings.earlier.map(({ file, document: text }) => ({
      origin: { kind: 'file' as const, file },
      document: text,
    })),
  ];
  return files.flatMap(({ origin, document: { root } }) =>
    leavesOf(root)
      .filter(({ path }) => isSame(values.at(path)?.origin, origin))
      .map((leaf) => ({ ...leaf, origin })),
  );
}

function isSame(left: Origin | undefined, right: Origin): boolean {
  if (left?.kind !== right.kind) return false;
  return left.kind !== 'file' || right.kind !== 'file' || left.file === right.file;
}

/** Provenance by state of a document, like what it renders to. */
export interface Provenances {
  of(snapshot: Snapshot): Promise<Provenance | undefined>;
}

export function keepProvenances(
  render: (snapshot: Snapshot, over: string | undefined) => Promise<RenderOutcome>,
): Provenances {
  const kept = new WeakMap<Analysis, Promise<Provenance | undefined>>();
  const find = (snapshot: Snapshot) =>
    findProvenance(snapshot.analysis, (over) => render(snapshot, over));
  return {
    of(snapshot) {
      let found = kept.get(snapshot.analysis);
      if (found === undefined) kept.set(snapshot.analysis, (found = find(snapshot)));
      return found;
    },
  };
}
