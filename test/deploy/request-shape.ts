import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiRequest } from '../../server/src/deploy/cluster/ports.ts';
import { readRecording } from './recording.ts';

/** What two requests share that differ in names and values only: method, place, parameters, content type. */
export function shapeOf({ method, path, query = {}, body, contentType }: ApiRequest): string {
  const parameters = Object.keys(query).toSorted().join('&');
  const sent = body === undefined ? '' : ` ${contentType ?? 'application/json'}`;
  return `${method} ${placeOf(path)}${parameters === '' ? '' : `?${parameters}`}${sent}`;
}

/** The path with `*` for every name; what kind of object it is about stays. */
function placeOf(path: string): string {
  const [, root = '', place] = /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  if (place === undefined) return path;
  const parts = place.split('/').map((part, index) => (index % 2 === 0 ? part : '*'));
  return [root, ...parts].join('/');
}

/** Every shape that a recorded exchange with the real API server has. */
export function recordedShapes(): ReadonlySet<string> {
  const folder = join(import.meta.dirname, '..', 'fixtures', 'exchanges');
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));
  return new Set(names.flatMap(readRecording).map(({ request }) => shapeOf(request)));
}
