import { findEntryAt, type Path } from '../syntax/node.ts';
import type { ValuesDocument } from '../syntax/parse.ts';

const effectCodes: ReadonlySet<string> = new Set(['key-never-read', 'key-not-read']);

interface Told {
  readonly code: string;
  readonly path: Path;
}

/**
 * That a key has no effect goes without saying where something clearer is said of it or of what it
 * holds, and of a map that is there to be aliased elsewhere.
 */
export function withoutEffectEchoes<Found extends Told>(
  found: readonly Found[],
  bySchema: readonly Told[],
  document: ValuesDocument,
): readonly Found[] {
  const others = [...bySchema, ...found.filter(({ code }) => !effectCodes.has(code))];
  return found.filter(
    ({ code, path }) =>
      !effectCodes.has(code) ||
      (!others.some((other) => isOnOneWay(other.path, path)) && !holdsAnchor(document, path)),
  );
}

function isOnOneWay(one: Path, other: Path): boolean {
  const shared = Math.min(one.length, other.length);
  return shared > 0 && one.slice(0, shared).every((step, at) => step === other[at]);
}

function holdsAnchor({ text, root }: ValuesDocument, path: Path): boolean {
  const entry = findEntryAt(root, path);
  if (entry === undefined) return false;
  return /(?:^|[\s,[{])&[^\s,\]}]/.test(text.slice(entry.keySpan.end, entry.value.span.end));
}
