import type { Entry, MapNode, Node, SequenceNode, Span } from '../../syntax/node.ts';
import { entriesByKey } from '../../syntax/node.ts';
import { commonLines } from './common-lines.ts';

/** What of a text another text of the same kind lacks. */
export interface Difference {
  /** Values that are others there. */
  readonly changed: readonly Span[];
  /** What is not there at all. */
  readonly gone: readonly Span[];
}

/** One side of a comparison. */
export interface Side {
  readonly text: string;
  readonly node: Node | undefined;
}

/**
 * What changes of `before` when it becomes `after`, told by the structure of both: maps by key, lists
 * by the names of their items, so that a line is never paired with one that only looks like it.
 */
export function difference(before: Side, after: Side): Difference {
  const found: { changed: Span[]; gone: Span[] } = { changed: [], gone: [] };
  if (before.node === undefined || after.node === undefined) return found;
  compare(before.node, after.node);
  return found;

  function compare(left: Node, right: Node): void {
    if (left.kind === 'map' && right.kind === 'map') compareMaps(left, right);
    else if (left.kind === 'sequence' && right.kind === 'sequence') compareLists(left, right);
    else if (left.kind === 'scalar' && right.kind === 'scalar') {
      if (left.value === right.value && left.source === right.source) return;
      if (left.style === 'block' && right.style === 'block') compareBlocks(left.span, right.span);
      else found.changed.push(left.span);
    } else found.changed.push(left.span);
  }

  function compareMaps(left: MapNode, right: MapNode): void {
    const others = entriesByKey(right);
    for (const entry of left.entries) {
      const other = others.get(entry.key);
      if (other === undefined) found.gone.push(whole(entry));
      else compare(entry.value, other.value);
    }
  }

  function compareLists(left: SequenceNode, right: SequenceNode): void {
    const names = namesOf(left);
    const others = namesOf(right);
    if (
      names !== undefined &&
      others !== undefined &&
      names.some((name) => others.includes(name))
    ) {
      left.items.forEach((item, index) => {
        const other = right.items[others.indexOf(names[index] ?? '')];
        if (other === undefined) found.gone.push(item.span);
        else compare(item, other);
      });
      return;
    }
    if (left.items.length === right.items.length) {
      left.items.forEach((item, index) => {
        const other = right.items[index];
        if (other !== undefined) compare(item, other);
      });
      return;
    }
    const kept = commonLines(
      left.items.map(({ span }) => before.text.slice(span.start, span.end)),
      right.items.map(({ span }) => after.text.slice(span.start, span.end)),
    );
    left.items.forEach(({ span }, index) => {
      if (!kept.has(index)) found.gone.push(span);
    });
  }

  /** Text in a block, such as a script or YAML for somebody else, line by line. */
  function compareBlocks(left: Span, right: Span): void {
    const lines = linesIn(before.text, left);
    const others = linesIn(after.text, right);
    const texts = lines.map(({ start, end }) => before.text.slice(start, end));
    const otherTexts = others.map(({ start, end }) => after.text.slice(start, end));
    const isInPlace = lines.length === others.length;
    const kept = isInPlace
      ? new Set(texts.flatMap((text, index) => (text === otherTexts[index] ? [index] : [])))
      : commonLines(texts, otherTexts);
    lines.forEach((span, index) => {
      if (!kept.has(index)) (isInPlace ? found.changed : found.gone).push(span);
    });
  }
}

function whole({ keySpan, value }: Entry): Span {
  return { start: keySpan.start, end: Math.max(keySpan.end, value.span.end) };
}

/** The `name` of every item, when each has its own: how Kubernetes tells items apart. */
function namesOf({ items }: SequenceNode): readonly string[] | undefined {
  const names = items.map((item) => {
    const name = item.kind === 'map' ? entriesByKey(item).get('name')?.value : undefined;
    return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
  });
  const known = names.filter((name) => name !== undefined);
  return known.length === items.length && new Set(known).size === known.length ? known : undefined;
}

function linesIn(text: string, { start, end }: Span): readonly Span[] {
  const lines: Span[] = [];
  for (let at = start; at < end;) {
    const newline = text.indexOf('\n', at);
    const stop = newline < 0 || newline > end ? end : newline;
    lines.push({ start: at, end: stop });
    at = stop + 1;
  }
  return lines;
}
