import { isBookkeeping } from './comparison.ts';
import { isMap, isSame, mapAt, type Json } from './json.ts';

/** One step of a JSON Patch: https://www.rfc-editor.org/rfc/rfc6902 */
export interface PatchStep {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** What makes `wanted` of a live object, but for its status and what the API server keeps about it. */
export function stepsTo(live: Json, wanted: Json): readonly PatchStep[] {
  const before = mapAt(live, 'metadata');
  const after = mapAt(wanted, 'metadata');
  return [
    ...difference(live, wanted, '').filter(({ path }) => !skipped.has(path)),
    ...difference(before, after, '/metadata').filter(
      ({ path }) => !isBookkeeping(path.slice('/metadata/'.length)),
    ),
  ];
}

const skipped: ReadonlySet<string> = new Set(['/metadata', '/status']);

function difference(before: Json, after: Json, place: string): readonly PatchStep[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key): readonly PatchStep[] => {
    const path = `${place}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const value = after[key];
    if (isSame(before[key], value)) return [];
    return [value === undefined ? { op: 'remove', path } : { op: 'add', path, value }];
  });
}

/**
 * Replaces the managers of an object, if it is still what it was: a replaced resourceVersion that is no
 * longer the object's own is answered 409, where a test of it would be called an invalid request.
 */
export function managersPatch(live: unknown, managers: readonly Json[]): readonly PatchStep[] {
  const { resourceVersion } = isMap(live) ? mapAt(live, 'metadata') : {};
  return [
    { op: 'replace', path: '/metadata/managedFields', value: managers },
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
  ];
}
