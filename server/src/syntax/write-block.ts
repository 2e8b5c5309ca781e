import type { Json } from './value-edit.ts';
import { writeKey, writeValue } from './write-scalar.ts';

/** A key with its value as lines of block style, `step` spaces further in for each level. */
export function writeEntry(key: string, value: Json, step: number): readonly string[] {
  const written = writeKey(key);
  if (isPlain(value)) return [`${written}: ${writePlain(value)}`];
  const below = isList(value) ? writeItems(value, step) : writeEntries(value, step);
  if (below.length === 0) return [`${written}: ${isList(value) ? '[]' : '{}'}`];
  return [`${written}:`, ...below.map((line) => ' '.repeat(step) + line)];
}

type Plain = string | number | boolean | null;
type Container = Exclude<Json, Plain>;

function isPlain(value: Json): value is Plain {
  return typeof value !== 'object' || value === null;
}

function writePlain(value: Plain): string {
  return value === null ? 'null' : writeValue(value);
}

function isList(value: Container): value is readonly Json[] {
  return Array.isArray(value);
}

function writeEntries(map: Readonly<Record<string, Json>>, step: number): readonly string[] {
  return Object.entries(map).flatMap(([key, value]) => writeEntry(key, value, step));
}

function writeItems(items: readonly Json[], step: number): readonly string[] {
  return items.flatMap((item) => {
    const [first = '', ...rest] = writeItem(item, step);
    return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
  });
}

function writeItem(item: Json, step: number): readonly string[] {
  if (isPlain(item)) return [writePlain(item)];
  const lines = isList(item) ? writeItems(item, step) : writeEntries(item, step);
  return lines.length > 0 ? lines : [isList(item) ? '[]' : '{}'];
}
