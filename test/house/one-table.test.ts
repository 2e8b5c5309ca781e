import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { frameworks } from '../../server/src/catalog/frameworks.ts';

const root = join(import.meta.dirname, '../..');
const sources = globSync('server/src/**/*.ts', { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.includes('/compiled/') && !file.startsWith('server/src/catalog/'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));

/** Words that name a program or an image as well. */
const ambiguous = new Set(['vllm', 'nim', 'diffusers']);

test('what a framework is stands in catalog/frameworks alone: nothing else compares names', () => {
  const all = frameworks.map(({ name }) => name);
  const clear = all.filter((name) => !ambiguous.has(name));
  const literals = new RegExp(`['"](?:${clear.join('|')})['"]`);
  const comparisons = new RegExp(
    `\\bframework(?:\\?\\.value|\\.value)? [!=]== ['"](?:${all.join('|')})['"]`,
  );
  const sets = new RegExp(`new (?:Set|Map)[^;]*['"](?:${all.join('|')})['"]`);
  expect(filesWith(literals, comparisons, sets)).toEqual([]);
});

test('where a value stands is said in catalog/values-paths alone', () => {
  const lists = /\[\s*'inference'\s*[,\]]/;
  // A word of a log, and the word that leads to a path, are none themselves.
  const parameters = /(?<!keys: )\[\s*'modelParameters'\s*(?:\]|,(?! paths))/;
  const dotted = /'(?:inference|modelParameters)\.[\w.]+'/;
  expect(filesWith(lists, parameters, dotted)).toEqual([]);
});

function filesWith(...patterns: readonly RegExp[]): readonly string[] {
  return sources
    .filter(({ text }) => patterns.some((one) => one.test(text)))
    .map(({ file }) => file);
}
