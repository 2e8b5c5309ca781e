import { isAbsolute, relative } from 'node:path';

/** Whether an absolute path is that of the folder or of something in it. */
export function isWithin(folder: string, path: string): boolean {
  const inner = relative(folder, path);
  return inner === '' || (!inner.startsWith('..') && !isAbsolute(inner));
}
