import type { Path } from '../syntax/node.ts';
import { schemasAt, type JsonSchema, type JsonType } from './json-schema.ts';

/** A name that stands in more places than this (`enabled`, `image`) does not tell where it was meant. */
const maxPlaces = 3;

interface Search {
  readonly schema: JsonSchema;
  readonly keyPaths: readonly Path[];
  readonly near: Path;
}

/**
 * Where else the schema knows a key of this name that could hold this value, the place that shares
 * most of its path with `near` first. Empty when the name is too common to tell.
 */
export function placesOf(
  key: string,
  value: unknown,
  { schema, keyPaths, near }: Search,
): readonly Path[] {
  const places = keyPaths.filter((path) => path.at(-1) === key);
  if (places.length > maxPlaces) return [];
  return places
    .filter((path) => fits(value, schemasAt(schema, path)))
    .sort((a, b) => shared(b, near) - shared(a, near));
}

/** Paths of all named keys, outermost first. Schemas are trees of a few hundred keys. */
export function listKeyPaths(root: JsonSchema): readonly Path[] {
  const found: Path[] = [];
  const pending: Path[] = [[]];
  for (let path = pending.shift(); path !== undefined; path = pending.shift()) {
    if (path.length > 12) continue;
    const names = schemasAt(root, path).flatMap(({ properties }) => Object.keys(properties ?? {}));
    for (const name of new Set(names)) {
      const inner = [...path, name];
      found.push(inner);
      pending.push(inner);
    }
  }
  return found;
}

function fits(value: unknown, parts: readonly JsonSchema[]): boolean {
  const types = parts.flatMap(({ type }) => type ?? []);
  if (value === undefined || value === null || types.length === 0) return true;
  const isMap = typeof value === 'object' && !Array.isArray(value);
  if (isMap || Array.isArray(value)) return types.includes(isMap ? 'object' : 'array');
  return types.some((type) => scalarTypes.has(type));
}

const scalarTypes: ReadonlySet<JsonType> = new Set(['boolean', 'number', 'integer', 'string']);

function shared(path: Path, other: Path): number {
  const end = path.findIndex((step, at) => step !== other[at]);
  return end === -1 ? path.length : end;
}
