import type { Path } from '../syntax/node.ts';
import { closest, isSameWord } from './closest.ts';
import { schemasAt, type JsonSchema } from './json-schema.ts';
import { placesOf } from './key-places.ts';
import type { SchemaFinding } from './schema-finding.ts';

export interface Known {
  readonly values: Readonly<Record<string, unknown>>;
  readonly schema: JsonSchema;
  /** The key that the values stand below in their file; absent for those of a whole file. */
  readonly below?: string;
  /** Whether the user has this key already, so that another cannot have been meant to be it. */
  readonly isWritten: (path: Path) => boolean;
  /** All paths that the schema names. */
  readonly keyPaths: readonly Path[];
}

/**
 * What to say of a key that its map does not know. The same word in another spelling comes first,
 * then a place where exactly this key belongs, then keys of this map that look alike.
 */
export function judgeKey(
  path: Path,
  { values, schema, keyPaths, isWritten, below }: Known,
): SchemaFinding {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const known = schemasAt(schema, parent).flatMap(({ properties }) =>
    Object.keys(properties ?? {}),
  );
  const alike = closest(
    key,
    [...new Set(known)].filter((name) => !isWritten([...parent, name])),
  );
  const isRespelled = alike[0] !== undefined && isSameWord(alike[0], key);
  const places = isRespelled
    ? []
    : placesOf(key, valueAt(values, path), { schema, keyPaths, near: parent });
  const [place] = places;
  if (place !== undefined)
    return {
      code: 'misplaced-key',
      path,
      on: 'key',
      message: `The chart reads no ${key} ${where(parent, below)}; it reads ${place.join('.')}. Move it there.`,
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
    message: `The chart reads no ${key} ${where(parent, below)}.${hint}`,
    suggestions: alike.slice(0, 3).map((name) => ({ kind: 'rename-key', key: name })),
  };
}

function where(parent: Path, below: string | undefined): string {
  const last = parent.at(-1);
  if (last === undefined) return below === undefined ? 'at the top of the file' : `in ${below}`;
  if (typeof last === 'string') return `in ${parent.join('.')}`;
  return `in item ${last + 1} of ${parent.slice(0, -1).join('.')}`;
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
