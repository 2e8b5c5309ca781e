import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const engineFolder = join(import.meta.dirname, '..', 'engine');

/**
 * One hash over what the engine is compiled from. It is committed beside the built engine, so that a test without Go
 * sees when one was changed without the other.
 */
export function hashOfSources(): string {
  const lines = sources().map((path) => {
    const text = readFileSync(join(engineFolder, path), 'utf8').replaceAll('\r\n', '\n');
    return `${hash(text)}  ${path}\n`;
  });
  return hash(lines.join(''));
}

export function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Go files but their tests, and what they embed, relative to `engine/` with `/`. */
function sources(): string[] {
  return readdirSync(engineFolder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith('dist/') && !path.endsWith('_test.go'))
    .filter((path) => /\.(go|mod|sum|txt)$/.test(path))
    .sort();
}
