import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { libraries, rooms } from '../../build/house.ts';

const root = join(import.meta.dirname, '../..');
const files = globSync(['server/src/**/*.ts', 'client/src/**/*.ts'], { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => !file.includes('/compiled/'))
  .sort();
const imports = new Map(files.map((file) => [file, importsOf(file)]));

test('there is a house', () => {
  expect(files.length).toBeGreaterThan(20);
});

test('every folder of the server is a room, and main and cli are its only other entries', () => {
  const places = new Set(files.filter((file) => file.startsWith('server/')).map(placeOf));
  const entries = ['main.ts', 'cli.ts', 'protocol.ts'];
  const strangers = [...places].filter(
    (place) => !entries.includes(place) && !rooms.some(({ folder }) => folder === place),
  );
  expect(strangers).toEqual([]);
});

test('no room imports what is above it', () => {
  const wrong = edges().filter(({ from, to }) => {
    const room = rooms.find(({ folder }) => folder === placeOf(from));
    const target = placeOf(to);
    if (room === undefined || target === room.folder) return false;
    if (target === 'protocol.ts') return !['lsp', 'node'].includes(room.folder);
    if (target === 'protocol') return true;
    return !room.imports.includes(target);
  });
  expect(wrong).toEqual([]);
});

test('of the server the client imports the protocol alone', () => {
  const wrong = edges().filter(
    ({ from, to }) =>
      from.startsWith('client/') && !to.startsWith('client/') && placeOf(to) !== 'protocol.ts',
  );
  expect(wrong).toEqual([]);
});

test('the protocol takes types alone from other rooms, so that the client gets no code with it', () => {
  const code = files
    .filter((file) => file.startsWith('server/src/protocol/'))
    .filter((file) =>
      /^(?:im|ex)port (?!type )[^;]*'\.\.\//m.test(readFileSync(join(root, file), 'utf8')),
    );
  expect(code).toEqual([]);
});

test('no file imports itself by way of others', () => {
  expect(cycles()).toEqual([]);
});

test('libraries are imported only where the table says', () => {
  const wrong = [...imports].flatMap(([file, specifiers]) =>
    specifiers
      .map(packageOf)
      .filter((name) => name in libraries && libraries[name]?.includes(placeOf(file)) !== true)
      .map((name) => ({ file, name })),
  );
  expect(wrong).toEqual([]);
});

test('ide and below are pure: no clock, no log, no environment, no state of a module', () => {
  const above = ['deploy', 'lsp', 'cli', 'node'];
  const pure = rooms.map(({ folder }) => folder).filter((folder) => !above.includes(folder));
  const effects =
    /^(?:export )?(?:let|var) |\b(?:console|process|performance)\.|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bset(?:Timeout|Interval|Immediate)\(/m;
  const wrong = files.filter(
    (file) =>
      file.startsWith('server/') &&
      pure.includes(placeOf(file)) &&
      effects.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(wrong).toEqual([]);
});

test('names say what lives there', () => {
  const banned = ['utils', 'util', 'helpers', 'helper', 'common', 'types', 'constants', 'managers'];
  const named = files.filter((file) =>
    file
      .split('/')
      .some((part) => banned.includes(part.replace(/\.ts$/, '')) || /[a-z][A-Z]/.test(part)),
  );
  expect(named).toEqual([]);
  const base = files.filter((file) => file.startsWith('server/src/base/'));
  expect(base.map((file) => basename(file))).toEqual(['assert-never.ts', 'result.ts']);
});

interface Edge {
  readonly from: string;
  readonly to: string;
}

function edges(): readonly Edge[] {
  return [...imports].flatMap(([from, specifiers]) =>
    specifiers
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from, to: targetOf(from, specifier) })),
  );
}

/** Type imports count as well: they tie folders together just as much. */
function importsOf(file: string): readonly string[] {
  return ts
    .preProcessFile(readFileSync(join(root, file), 'utf8'))
    .importedFiles.map(({ fileName }) => fileName);
}

function targetOf(from: string, specifier: string): string {
  return relative(root, join(root, dirname(from), specifier)).replaceAll('\\', '/');
}

/** `lint` for server/src/lint/rule.ts, `main.ts` for server/src/main.ts, `client` for the client. */
function placeOf(file: string): string {
  if (file.startsWith('client/')) return 'client';
  return file.split('/')[2] ?? file;
}

function packageOf(specifier: string): string {
  const plain = specifier.replace(/^node:/, '');
  const [scope = '', name = ''] = plain.split('/');
  if (builtinModules.includes(scope)) return scope;
  return plain.startsWith('@') ? `${scope}/${name}` : scope;
}

function cycles(): readonly string[][] {
  const inner = Map.groupBy(edges(), ({ from }) => from);
  const finished = new Set<string>();
  const found: string[][] = [];
  const visit = (file: string, way: readonly string[]) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file]);
    if (finished.has(file) || way.includes(file)) return;
    for (const { to } of inner.get(file) ?? []) visit(to, [...way, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  return found;
}
