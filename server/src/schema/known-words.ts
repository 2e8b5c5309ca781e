import { generations } from './compiled/index.js';
import { listKeyPaths } from './key-places.ts';

/** Every key that a schema of the chart names, at any depth, in either generation. */
export function listKnownWords(): ReadonlySet<string> {
  return new Set(
    Object.values(generations).flatMap(({ schema }) =>
      listKeyPaths(schema).map((path) => String(path.at(-1))),
    ),
  );
}
