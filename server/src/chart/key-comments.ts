import type { Node, Path } from '../syntax/node.ts';
import type { ValuesDocument } from '../syntax/parse.ts';
import { commentsOf, type CommentRun } from './comments/comment-runs.ts';
import { readBehind, readComment, type CommentReading } from './comments/comment-words.ts';
import { linePlaces } from './comments/line-place.ts';
import { writtenKeys, type WrittenKey } from './comments/written-keys.ts';

/** What a chart says of its keys in the comments of its own values.yaml. */
export interface KeyComments {
  /** Plain text, as long as it is written; undefined when there are no words. An index stands for any item. */
  at(path: Path): string | undefined;
  /** What an empty key holds in the lines that are commented out below it. */
  holds(path: Path): 'map' | 'list' | undefined;
}

/** Reads the comments when the first key is asked for, and once. */
export function keyComments(document: ValuesDocument): KeyComments {
  let notes: ReadonlyMap<string, Note> | undefined;
  const noteAt = (path: Path) => {
    notes ??= readNotes(document);
    return notes.get(nameOf(path.map((step) => (typeof step === 'number' ? '*' : step))));
  };
  return {
    at(path) {
      const { above, behind, below } = noteAt(path) ?? {};
      return [above, behind].filter(Boolean).join('\n\n') || below || undefined;
    },
    holds: (path) => noteAt(path)?.holds,
  };
}

interface Note {
  above?: string;
  behind?: string;
  /** What stands below a key whose value is commented out. */
  below?: string;
  holds?: 'map' | 'list';
}

function readNotes(document: ValuesDocument): ReadonlyMap<string, Note> {
  const placeOf = linePlaces(document.text);
  const keys = writtenKeys(document, placeOf);
  const { runs, behind } = commentsOf(document, placeOf);
  const notes = new Map<string, Note>();
  /** What is said of an item counts for all; the first one that says something tells. */
  const add = (path: readonly string[], note: Note) => {
    notes.set(nameOf(path), { ...note, ...notes.get(nameOf(path)) });
  };
  for (const { path, line } of keys) {
    const words = readBehind(behind.get(line) ?? []);
    if (words !== '') add(path, { behind: words });
  }
  let next = 0;
  for (const run of runs) {
    while ((keys[next]?.line ?? Infinity) < run.first) next += 1;
    const before = keys[next - 1];
    const follower = follows(keys[next], run) ? keys[next] : undefined;
    const reading = readComment(run.texts);
    const { owner, emptyKey } = mapAround(run, before, follower);
    if (owner !== undefined)
      for (const { key, words } of reading.keys)
        if (words !== '') add([...owner, key], { above: words });
    if (emptyKey !== undefined) add(emptyKey.path, noteBelow(reading));
    const words = follower && wordsAbove(follower, reading, touches(before, run));
    if (follower !== undefined && words) add(follower.path, { above: words });
  }
  return notes;
}

function nameOf(path: readonly string[]): string {
  return path.join('\0');
}

/** Whether the run is about this key: right above it, in its column. */
function follows(key: WrittenKey | undefined, { last, column }: CommentRun): key is WrittenKey {
  if (key?.line !== last + 1) return false;
  return key.dash === undefined ? key.column === column : key.isInOnlyItem && key.dash === column;
}

/** The map that keys in the run would be part of, and the empty key right above whose value they would be. */
function mapAround(
  { column }: CommentRun,
  before: WrittenKey | undefined,
  follower: WrittenKey | undefined,
): { readonly owner?: readonly string[]; readonly emptyKey?: WrittenKey } {
  if (follower !== undefined) return { owner: follower.path.slice(0, -1) };
  let key = before;
  while (key !== undefined && key.column > column) key = key.holder;
  if (key === undefined) return {};
  if (key.column === column) return { owner: key.path.slice(0, -1) };
  if (key !== before || !isEmpty(key.value)) return {};
  return { owner: key.path, emptyKey: key };
}

function noteBelow({ opening, keys, example }: CommentReading): Note {
  const holds = keys.length > 0 ? 'map' : example?.kind;
  return { ...(opening !== '' && { below: opening }), ...(holds && { holds }) };
}

/** A value in brackets or none, with the run on the next line: what is commented out may be its. */
function touches(before: WrittenKey | undefined, { first, column }: CommentRun): boolean {
  return before?.line === first - 1 && before.column === column && isEmpty(before.value);
}

/** Words above an example count only where the example can be that of the key and of no other. */
function wordsAbove(
  { value }: WrittenKey,
  { closing, example }: CommentReading,
  touchesEmptyKey: boolean,
): string {
  if (example === undefined) return closing;
  const kind = example.kind === 'list' ? 'sequence' : 'map';
  const isIts = !touchesEmptyKey && (value.kind === kind || isNull(value));
  return [isIts ? example.words : '', closing].filter((words) => words !== '').join('\n\n');
}

function isNull(value: Node): boolean {
  return value.kind === 'scalar' && value.value === null;
}

function isEmpty(value: Node): boolean {
  if (value.kind === 'map') return value.entries.length === 0;
  return value.kind === 'sequence' ? value.items.length === 0 : isNull(value);
}
