import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findNameFault } from '../../server/src/deploy/safety/names.ts';
import { sayNameFault } from '../../server/src/deploy/sentences.ts';

const root = join(import.meta.dirname, '../..');
const sources = globSync('{server,client}/src/**/*.ts', { cwd: root }).map((file) => ({
  file: file.replaceAll('\\', '/'),
  text: readFileSync(join(root, file), 'utf8'),
}));

/** What could hand a text to a shell, or run text as a program. */
const shells: readonly RegExp[] = [
  /\bshell\s*:/,
  /\bexecSync\b|\bexecFileSync\b|\bspawnSync\b/,
  // Not a method of that name: a RegExp has one.
  /(?<![.\w])exec\(/,
  /\beval\(|new Function\(/,
  /\b(sh|bash|cmd(\.exe)?|powershell)['"]\s*,\s*\[/,
];

test('nothing in the product goes through a shell', () => {
  const found = sources.flatMap(({ file, text }) =>
    shells.filter((look) => look.test(text)).map((look) => `${file}: ${String(look)}`),
  );
  expect(found).toEqual([]);
});

test('one place starts a program that a file named, and a few that we name ourselves', () => {
  const starting = sources
    .filter(({ text }) => /from '(node:)?child_process'/.test(text))
    .map(({ file }) => file);
  expect(starting).toEqual(['server/src/node/kubernetes/exec-plugin.ts']);
});

/** Views look through a kept connection and never write. */
const viewing = 'server/src/lsp/connections.ts';

test('whoever connects to a cluster puts the guard before it', () => {
  const connecting = sources
    .filter(
      ({ file, text }) =>
        !file.includes('/node/') && file !== viewing && /\bclusters\.connect\(/.test(text),
    )
    .map(({ file, text }) => [file, /\bguardWrites\(/.test(text)]);
  expect(connecting.length).toBeGreaterThan(0);
  expect(connecting.filter(([, isGuarded]) => isGuarded !== true)).toEqual([]);
});

const bad = [
  '',
  '-x',
  '--kubeconfig=x',
  'a b',
  'a;b',
  '$(x)',
  '../..',
  'A',
  'a_b',
  'a\n',
  'ä',
  '.',
];

test.each(bad)('a release or namespace cannot be called %j', (name) => {
  for (const names of [{ release: name }, { namespace: name }]) {
    const fault = findNameFault(names);
    expect(fault?.name).toBe(name);
    if (fault !== undefined) expect(sayNameFault(fault)).toContain(JSON.stringify(name));
  }
});

test.each(['', '-x', ' x', 'a\nb', 'a\u001b[2J'])('a context cannot be called %j', (context) => {
  expect(findNameFault({ context })?.what).toBe('context');
});

test('good names pass, and long ones are told apart', () => {
  const context = 'arn:aws:eks:eu-west-1:111122223333:cluster/prod';
  expect(findNameFault({ release: 'llama-3.2', namespace: 'models', context })).toBeUndefined();
  expect(findNameFault({ release: 'a'.repeat(53), namespace: 'a'.repeat(63) })).toBeUndefined();
  expect(findNameFault({ release: 'a'.repeat(54) })?.what).toBe('release');
  expect(findNameFault({ namespace: 'a'.repeat(64) })?.what).toBe('namespace');
  expect(findNameFault({ namespace: 'a.b' })?.what).toBe('namespace');
});
