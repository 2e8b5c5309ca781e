import type { ChartRead } from '../../chart/chart-read.ts';
import type { RenderOutcome } from '../../chart/renderer.ts';
import type { Path } from '../../syntax/node.ts';
import type { Analysis } from '../analysis.ts';
import type { Effect, Fault } from './fault.ts';
import { textWithout, writtenAt, writtenValues, type WrittenValue } from './written-values.ts';

/** The value of the document that a fault is told at. */
export interface Cause {
  readonly value: WrittenValue;
  /** What leaving it out does; absent where that was not tried. */
  readonly effect?: Effect;
  /** The value stands above what is missing. */
  readonly isAbove: boolean;
}

/** Renders the document with another text; undefined when no more renders are to be had. */
export type Trial = (own: string) => Promise<RenderOutcome | undefined>;

/**
 * The value that leads to a fault: the one that the refusal names, else the one without which the
 * fault is gone, tried from the nearest on, else what stands above the value that is missing.
 * Undefined when none of this document's values has a part in it.
 */
export async function findCause(
  fault: Fault,
  { document, inherited, surroundings }: Analysis,
  trial: Trial,
): Promise<Cause | undefined> {
  const { root } = document;
  if (root?.kind !== 'map' || fault.blame === 'chart') return undefined;
  const named = firstDefined(fault.named, (path) => valueOnTheWay(root, path));
  const [only, ...others] = new Set(
    fault.named.map((path) => valueOnTheWay(root, path)?.path.join('.')),
  );
  if (named !== undefined && only !== undefined && others.length === 0)
    return { value: named, isAbove: false };

  const reads = surroundings.chart.reads?.touching([]) ?? [];
  const isRead = ({ path }: WrittenValue) =>
    surroundings.chart.reads === undefined || surroundings.chart.reads.touching(path).length > 0;
  const isUsedWhole = (path: Path) =>
    reads.some((read) => read.readsBelow && read.path.join('\n') === path.join('\n'));
  const ranked = writtenValues(root, inherited, isUsedWhole)
    .filter(isRead)
    .map((value) => ({ value, distance: distanceOf(value, fault, reads) }))
    .sort((a, b) => a.distance - b.distance);
  // What is asked for is there, and empty.
  const [nearest] = ranked;
  if (nearest?.distance === onTheLine && nearest.value.isEmpty)
    return { value: nearest.value, isAbove: false };
  let changing: Cause | undefined;
  for (const { value } of ranked) {
    const outcome = await trial(textWithout(root, value.path));
    if (outcome === undefined) break;
    const effect = fault.effectOf(outcome);
    if (effect === 'gone') return { value, effect, isAbove: false };
    if (effect === 'other') changing ??= { value, effect, isAbove: false };
  }
  if (changing !== undefined) return changing;
  if (named !== undefined) return { value: named, effect: 'same', isAbove: false };
  if (nearest?.distance === onTheLine)
    return { value: nearest.value, effect: 'same', isAbove: false };
  // Without it nothing is deployed, so that trying it says nothing; but there it stands.
  const quoted = ranked.find(
    ({ value: { source } }) => source.length > 2 && holdsWord(fault.near, source),
  );
  if (quoted !== undefined) return { value: quoted.value, effect: 'same', isAbove: false };
  const missing = [...fault.named, ...readsOnTheLine(fault, reads).map(({ path }) => path)];
  const above = firstDefined(missing, (path) => valueAbove(root, path));
  return above && { value: above, isAbove: true };
}

const isNamed = 0;
const onTheLine = 1;
const isSuspicious = 2;
const sameFile = 10;
const elsewhere = 1e6;

/** The nearer a value is to where the fault arises, the likelier it is the cause. */
function distanceOf(value: WrittenValue, fault: Fault, reads: readonly ChartRead[]): number {
  if (fault.named.some((path) => isOnOneWay(path, value.path))) return isNamed;
  if (fault.isAboutSize === true) return isSuspicious + 1 / (1 + sizeOf(value));
  const lines = reads
    .filter((read) => touches(read, value.path))
    .flatMap(({ file, line }) =>
      fault.places.flatMap((place, depth) => {
        if (place.file !== file) return [];
        const gap =
          place.line === undefined || line === undefined ? 500 : Math.abs(line - place.line);
        return [depth === 0 && gap === 0 ? onTheLine : sameFile + gap + depth * 1000];
      }),
    );
  const nearest = Math.min(elsewhere, ...lines);
  if (nearest === onTheLine) return nearest;
  const isMentioned = mentions(fault.near, value);
  return isMentioned || value.isNull ? isSuspicious + nearest / elsewhere : nearest;
}

function sizeOf({ source }: WrittenValue): number {
  const number = Math.abs(Number(source));
  return Number.isFinite(number) ? number : source.length;
}

function mentions(text: string, { path, source }: WrittenValue): boolean {
  return [path.at(-1) ?? '', source].some((word) => word.length > 1 && holdsWord(text, word));
}

function holdsWord(text: string, word: string): boolean {
  const at = text.indexOf(word);
  return at >= 0 && !/\w/.test(text.charAt(at - 1)) && !/\w/.test(text.charAt(at + word.length));
}

function readsOnTheLine({ places }: Fault, reads: readonly ChartRead[]): readonly ChartRead[] {
  const [place] = places;
  return place?.line === undefined
    ? []
    : reads.filter(({ file, line }) => file === place.file && line === place.line);
}

function touches({ path, readsBelow }: ChartRead, written: readonly string[]): boolean {
  const shared = Math.min(path.length, written.length);
  for (let at = 0; at < shared; at++)
    if (path[at] !== '*' && path[at] !== written[at]) return false;
  return written.length <= path.length || readsBelow;
}

function isOnOneWay(one: Path, other: Path): boolean {
  const shared = Math.min(one.length, other.length);
  return shared > 0 && one.slice(0, shared).every((step, at) => String(step) === String(other[at]));
}

/** What the document writes at the path, or instead of a map on the way there. */
function valueOnTheWay(root: Analysis['document']['root'], path: Path): WrittenValue | undefined {
  const exact = writtenAt(root, path);
  if (exact !== undefined) return exact;
  for (let depth = path.length - 1; depth > 0; depth--) {
    const value = writtenAt(root, path.slice(0, depth));
    if (value !== undefined) return value.isNull || value.source !== '' ? value : undefined;
  }
  return undefined;
}

/** The innermost map of the document that a value at this path would stand in. */
function valueAbove(root: Analysis['document']['root'], path: Path): WrittenValue | undefined {
  for (let depth = path.length - 1; depth > 0; depth--) {
    const value = writtenAt(root, path.slice(0, depth));
    if (value !== undefined) return value;
  }
  return undefined;
}

function firstDefined<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | undefined,
): Found | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
