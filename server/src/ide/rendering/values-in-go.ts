import type { MergedValues } from '../../model/merged-values.ts';
import type { Path } from '../../syntax/node.ts';

/** What the values hold, as it would be printed, and what of it they spell themselves. */
export interface ValuesInGo {
  readonly maps: readonly Notation[];
  readonly lists: readonly Notation[];
  /** All texts of the values in one. */
  readonly texts: string;
}

export interface Notation {
  readonly path: Path;
  readonly text: string;
}

export function valuesInGo({ value }: MergedValues): ValuesInGo {
  const maps: Notation[] = [];
  const lists: Notation[] = [];
  const texts: string[] = [];
  collect(value, []);
  // The outermost first: what holds a map prints it, too.
  return { maps, lists, texts: texts.join('\n') };

  function collect(inner: unknown, path: Path): void {
    if (typeof inner === 'string') texts.push(inner);
    if (typeof inner !== 'object' || inner === null) return;
    const entries = Object.entries(inner);
    if (Array.isArray(inner)) {
      const isPlain = inner.every((item) => typeof item === 'string' || typeof item === 'number');
      if (isPlain && inner.length > 1) lists.push({ path, text: goText(inner) });
    } else if (path.length > 0 && entries.length > 0) maps.push({ path, text: goText(inner) });
    for (const [key, item] of entries) collect(item, [...path, key]);
  }
}

/** As fmt prints with %v: keys in order, no quotes. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (value === null) return '<nil>';
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, inner]) => `${key}:${goText(inner)}`).join(' ')}]`;
}
