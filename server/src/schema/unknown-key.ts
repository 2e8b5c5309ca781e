import type { Path } from '../syntax/node.ts';
import { closest, isSameWord } from './closest.ts';
import { schemasAt, type JsonSchema } from './json-schema.ts';
import { placesOf } from './key-places.ts';
import type { SchemaFinding } from './schema-finding.ts';

export interface Known {
  readonly values: Readonly<Record<string, unknown>>;
  readonly schema: JsonSchema;
  /** All paths that the schema names. */
  readonly keyPaths: readonly Path[];
}

/**
 * What to say of a key that its map does not know. The same word in another spelling comes first,
 * then a place where exactly this key belongs, then keys of this map that look alike.
 */
export function judgeKey(path: Path, { values, schema, keyPaths }: Known): SchemaFinding {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const siblings = Object.keys(valueAt(values, parent) ?? {});
  const known = schemasAt(schema, parent).flatMap(({ properties }) =>
    Object.keys(properties ?? {}),
  );
  const alike = closest(
    key,
    [...new Set(known)].filter((name) => !siblings.includes(name)),
  );
  const isRespelled = alike[0] !== undefined && isSameWord(alike[0], key);
  const places = isRespelled
    ? []
    : placesOf(key, valueAt(values, path), { schema, keyPaths, near: parent });
  const where = parent.length === 0 ? 'at the top of the file' : `in ${parent.join('.')}`;
  const [place] = places;
  if (place !== undefined)
    return {
      code: 'misplaced-key',
      path,
      on: 'key',
      message: `The chart reads no ${key} ${where}; it reads ${place.join('.')}. Move it there.`,
      suggestions: [
        ...places.map((to) => ({ kind: 'move-key', to }) as const),
        ...alike.map((name) => ({ kind: 'rename-key', key: name }) as const),
      ],
    };
  const hint = alike[0] === undefined ? '' : ` Did you mean ${alike[0]}?`;
  return {
    code: 'unknown-key',
    path,
    on: 'key',
    message: `The chart reads no ${key} ${where}, so it has no effect.${hint}`,
    suggestions: alike.slice(0, 3).map((name) => ({ kind: 'rename-key', key: name })),
  };
}

function valueAt(values: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Readonly<Record<string, unknown>>)[step]
        : undefined,
    values,
  );
}
