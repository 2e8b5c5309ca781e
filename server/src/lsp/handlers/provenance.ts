import { join } from 'node:path';
import { openFolder } from '../../chart/packed.ts';
import type { Rendered } from '../../chart/renderer.ts';
import { placeAt } from '../../ide/place-at.ts';
import { leavesBelow } from '../../ide/provenance/leaves.ts';
import { printingPlaces } from '../../ide/template-places.ts';
import type {
  LineRange,
  ManifestLinesAnswer,
  ManifestLinesParams,
  ManifestSourceAnswer,
  ManifestSourceParams,
} from '../../protocol.ts';
import type { Span } from '../../syntax/node.ts';
import { indexLines } from '../../syntax/positions.ts';
import { uriOf } from '../file-uri.ts';
import { linesOfEach, lineSources } from '../line-sources.ts';
import type { WrittenLeaf } from '../provenance.ts';
import { rangeOf } from '../range.ts';
import type { Session } from '../session.ts';
import type { Snapshot } from '../snapshots.ts';

/** More leaves than this below one key say "everything". */
const mostLeaves = 60;

/** inference/manifestLines: what of the manifests comes from the value at a place. */
export async function manifestLines(
  session: Session,
  { uri, position }: ManifestLinesParams,
): Promise<ManifestLinesAnswer | null> {
  const snapshot = session.snapshots.of(uri);
  if (snapshot === undefined) return null;
  const { document, lines, version } = snapshot;
  const place = placeAt(document.root, lines.offsetAt(position));
  const provenance = await session.provenances.of(snapshot);
  if (place === undefined || provenance === undefined) return null;
  const own = provenance.leaves.filter(({ origin }) => origin.kind === 'document');
  const leaves = own.filter((leaf) => leavesBelow([leaf], place.path).length > 0);
  if (leaves.length > mostLeaves) return null;
  const found = await linesOfEach(leaves, provenance, currency(session, snapshot));
  if (found === undefined) return null;
  const best = found.map(({ printed, decided }) => (printed.size > 0 ? printed : decided));
  const ranges = rangesOf(new Set(best.flatMap((one) => [...one])));
  const span = { start: place.span.start, end: place.span.end };
  return ranges.length === 0 ? null : { version, range: rangeOf(lines, span), lines: ranges };
}

/** inference/manifestSource: which values a line of the manifests comes from, and through which templates. */
export async function manifestSource(
  session: Session,
  { uri, line }: ManifestSourceParams,
): Promise<ManifestSourceAnswer | null> {
  const snapshot = session.snapshots.of(uri);
  if (snapshot === undefined) return null;
  const provenance = await session.provenances.of(snapshot);
  if (provenance === undefined) return null;
  const { values } = snapshot.analysis;
  const isCurrent = currency(session, snapshot);
  const sources = await lineSources(line, provenance, { values, isCurrent });
  if (sources === undefined || sources.length === 0) return null;
  return {
    version: snapshot.version,
    values: sources.flatMap((leaf) => locate(leaf, snapshot)),
    templates: await templatesOf(
      sources,
      { session, snapshot, manifests: provenance.manifests },
      line,
    ),
  };
}

/** Whether the document still is what the snapshot says. */
function currency({ snapshots }: Session, { uri, analysis }: Snapshot): () => boolean {
  return () => snapshots.of(uri)?.analysis === analysis;
}

function locate(
  { origin, keySpan, valueSpan }: WrittenLeaf,
  { uri, lines, surrounded }: Snapshot,
): ManifestSourceAnswer['values'] {
  const span: Span = { start: keySpan.start, end: Math.max(keySpan.end, valueSpan.end) };
  if (origin.kind === 'document') return [{ uri, range: rangeOf(lines, span) }];
  if (origin.kind === 'chart') return [];
  const file = surrounded.earlier.find((one) => one.file === origin.file);
  if (file === undefined) return [];
  return [{ uri: uriOf(file.path), range: rangeOf(indexLines(file.document.text), span) }];
}

/** Lines of the manifest's own template and of helpers; of other manifests' templates none. */
async function templatesOf(
  sources: readonly WrittenLeaf[],
  asked: { readonly session: Session; readonly snapshot: Snapshot; readonly manifests: Rendered },
  line: number,
): Promise<ManifestSourceAnswer['templates']> {
  const { session, snapshot, manifests } = asked;
  const { chart } = snapshot.surrounded;
  const folder = openFolder(chart.location);
  if (folder === undefined) return [];
  await session.ports.reads.find(chart);
  const { reads } = session.ports.reads.withReads(chart);
  if (reads === undefined) return [];
  const offset = indexLines(manifests.manifest).offsetAt({ line, character: 0 });
  const document = manifests.documents.find(({ start, end }) => offset >= start && offset < end);
  const [, ...inChart] = document?.source.split('/') ?? [];
  const own = inChart.join('/');
  const places = sources.flatMap(({ path }) => printingPlaces(snapshot.analysis, reads, path));
  const counting = places.filter(({ file }) => file === own || /(^|\/)_[^/]*$/.test(file));
  const byPlace = new Map(counting.map((place) => [`${place.file}:${String(place.line)}`, place]));
  return [...byPlace.values()].map(({ file, line: at, column }) => {
    const position = { line: at, character: column };
    return { uri: uriOf(join(folder, file)), range: { start: position, end: position } };
  });
}

function rangesOf(lines: ReadonlySet<number>): readonly LineRange[] {
  const ranges: { start: number; end: number }[] = [];
  for (const line of [...lines].sort((left, right) => left - right)) {
    const last = ranges.at(-1);
    if (last?.end === line - 1) last.end = line;
    else ranges.push({ start: line, end: line });
  }
  return ranges;
}
