import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failed, ok, type Result } from '../../base/result.ts';
import type { ValuesFiles } from '../../cli/ports.ts';
import { readText, tellReadFailure } from './read-text.ts';

const maxBytes = 10 * 2 ** 20;

/** Folders that hold other people's files, or templates, which are no YAML. */
const passedOver: ReadonlySet<string> = new Set(['node_modules', 'templates', 'vendor']);

/** Values files from the disk. */
export const valuesFiles: ValuesFiles = {
  read(path): Result<string, string> {
    const text = readText(path, maxBytes);
    return text.ok ? ok(text.value) : failed(tellReadFailure(text.failure));
  },
  isFolder(path) {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  },
  list(folder) {
    const found: string[] = [];
    const pending = [folder];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const entry of entriesOf(next)) {
        const path = join(next, entry.name);
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory() && !passedOver.has(entry.name)) pending.push(path);
        if (entry.isFile() && /\.ya?ml$/.test(entry.name)) found.push(path);
      }
    }
    return found.sort();
  },
};

/** A folder that we may not look into is passed over. */
function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
