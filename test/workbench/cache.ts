import { homedir } from 'node:os';
import { join } from 'node:path';

/** A folder outside the checkout, so that every clone of a user shares what is slow to install. */
export function cacheFolder(name: string): string {
  const named = process.env['XDG_CACHE_HOME'];
  const caches = named === undefined || named === '' ? join(homedir(), '.cache') : named;
  return join(caches, 'inference-charts', name);
}
