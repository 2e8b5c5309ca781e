import type { Rendered } from '../../chart/renderer.ts';
import type { Span } from '../../syntax/node.ts';
import { parse } from '../../syntax/parse.ts';
import { indexLines, type Lines } from '../../syntax/positions.ts';
import { difference, type Side } from './difference.ts';

/** Manifests read once, to be compared with others of the same chart. */
export interface ReadManifests {
  readonly lines: Lines;
  /** By template, kind and number among those, because a name may be what differs. */
  readonly documents: ReadonlyMap<string, ReadDocument>;
}

interface ReadDocument extends Side {
  /** Offset of `text` in the manifests. */
  readonly start: number;
}

/** Zero-based lines of manifests that depend on a value. */
export interface DependentLines {
  /** What stands in them is made from the value. */
  readonly printed: ReadonlySet<number>;
  /** They are there, or not there, because of the value. */
  readonly decided: ReadonlySet<number>;
}

export function readManifests({ manifest, documents }: Rendered): ReadManifests {
  const read = new Map<string, ReadDocument>();
  for (const { source, kind, start, end } of documents) {
    const text = manifest.slice(start, end);
    const { root, broken } = parse(text);
    let number = 0;
    while (read.has(keyOf(source, kind, number))) number++;
    // What cannot be read cannot be compared.
    read.set(keyOf(source, kind, number), {
      text,
      start,
      node: broken.length > 0 ? undefined : root,
    });
  }
  return { lines: indexLines(manifest), documents: read };
}

function keyOf(source: string, kind: string, number: number): string {
  return `${source}\n${kind}\n${String(number)}`;
}

/** Which lines of `base` become others, or go, in `other`. */
export function dependentLines(base: ReadManifests, other: ReadManifests): DependentLines {
  const printed = new Set<number>();
  const decided = new Set<number>();
  const add = (lines: Set<number>, { start, end }: Span) => {
    const last = base.lines.positionAt(Math.max(start, end - 1)).line;
    for (let line = base.lines.positionAt(start).line; line <= last; line++) lines.add(line);
  };
  for (const [key, document] of base.documents) {
    const { node, start } = document;
    const twin = other.documents.get(key);
    const shifted = (span: Span) => ({ start: start + span.start, end: start + span.end });
    if (twin === undefined) {
      if (node !== undefined) add(decided, shifted(node.span));
      continue;
    }
    if (twin.text === document.text) continue;
    const { changed, gone } = difference(document, twin);
    for (const span of changed) add(printed, shifted(span));
    for (const span of gone) add(decided, shifted(span));
  }
  return { printed, decided };
}

/** What several comparisons found, without the lines that differ every time. */
export function joinLines(
  found: readonly DependentLines[],
  restless: DependentLines | undefined,
): DependentLines {
  const isSteady = (line: number) =>
    restless === undefined || !(restless.printed.has(line) || restless.decided.has(line));
  const printed = new Set(found.flatMap((one) => [...one.printed]).filter(isSteady));
  const decided = found.flatMap((one) => [...one.decided]);
  return {
    printed,
    decided: new Set(decided.filter((line) => isSteady(line) && !printed.has(line))),
  };
}

/** Of several values that decide a line, the ones with the least say elsewhere speak of it best. */
export function closest<Found extends DependentLines>(
  found: readonly Found[],
  line: number,
): readonly Found[] {
  const printing = found.filter(({ printed }) => printed.has(line));
  const candidates =
    printing.length > 0 ? printing : found.filter(({ decided }) => decided.has(line));
  const size = ({ printed, decided }: DependentLines) => printed.size + decided.size;
  const least = Math.min(...candidates.map(size));
  return printing.length > 0
    ? [...printing].sort((left, right) => size(left) - size(right))
    : candidates.filter((candidate) => size(candidate) === least);
}
