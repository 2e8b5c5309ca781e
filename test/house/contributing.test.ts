import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** What CONTRIBUTING.md tells to do can be done: its commands and files are there. */
const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const page = read('CONTRIBUTING.md');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const quoted = [...page.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);

test('every npm script that it names exists', () => {
  const named = quoted.flatMap((text) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script),
  );
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
});

test('every file and folder that it names exists', () => {
  const named = quoted
    .flatMap((text) => text.split(/[\s']+/))
    .filter((word) => /^[\w.-]+(\/[\w.-]+)+\/?$/.test(word));
  expect(named).toContain('server/src/catalog/data/instance-types.json');
  expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

test('nothing that is added takes more than six steps', () => {
  const sections = page.split(/^## /m).filter((section) => section.startsWith('Add '));
  const steps = sections.map((section) => [...section.matchAll(/^\d+\. /gm)].length);
  expect(steps).toHaveLength(7);
  expect(Math.min(...steps)).toBeGreaterThan(0);
  expect(Math.max(...steps)).toBeLessThanOrEqual(6);
});
