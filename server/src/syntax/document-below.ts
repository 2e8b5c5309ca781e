import { findEntry, toValue, type Entry, type MapNode } from './node.ts';
import { parse, type ValuesDocument } from './parse.ts';

/**
 * The map below a key of the root as a document of its own, without the keys in `dropped`. What is
 * wrong with the text as a whole stays, because no reader gets to the part then. Undefined when no
 * map stands there.
 */
export function documentBelow(
  whole: ValuesDocument,
  key: string,
  dropped: ReadonlySet<string> = new Set(),
): ValuesDocument | undefined {
  const entry = whole.root?.kind === 'map' ? findEntry(whole.root, key) : undefined;
  if (entry?.value.kind !== 'map') return undefined;
  const { keySpan, value } = entry;
  return {
    ...whole,
    root: withOnly(value, (inner) => !dropped.has(inner.key)),
    problems: whole.problems.filter(
      ({ code, span }) =>
        code !== 'duplicate-key' || (span.start >= keySpan.start && span.end <= value.span.end),
    ),
    within: { document: whole, path: [key], dropped },
  };
}

/** The document with one key of its root, at the place where it stands; undefined when there is none. */
export function documentOf(whole: ValuesDocument, key: string): ValuesDocument | undefined {
  if (whole.root?.kind !== 'map' || findEntry(whole.root, key) === undefined) return undefined;
  const root = withOnly(whole.root, (entry) => entry.key === key);
  return { ...whole, root, within: { document: whole, path: [], dropped: new Set() } };
}

/** The same part of another text; without values where they are gone. */
export function parseLike({ within }: ValuesDocument, text: string): ValuesDocument {
  const whole = parse(text);
  const [key] = within?.path ?? [];
  if (within === undefined || key === undefined) return whole;
  return documentBelow(whole, String(key), within.dropped) ?? { ...whole, root: undefined };
}

/** What Helm is given to read: the text, or for a part its values alone. */
export function textOf({ text, root, within }: ValuesDocument): string {
  // JSON is YAML.
  return within === undefined || root === undefined ? text : JSON.stringify(toValue(root));
}

function withOnly(map: MapNode, isKept: (entry: Entry) => boolean): MapNode {
  return { ...map, entries: map.entries.filter(isKept) };
}
