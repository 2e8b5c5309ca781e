import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  applyEdit,
  editValues,
  type Json,
  type ValueEdit,
} from '../../server/src/syntax/edit-values.ts';
import { toValue, type Path } from '../../server/src/syntax/node.ts';
import { parse } from '../../server/src/syntax/parse.ts';

function edited(text: string, ...edits: ValueEdit[]): string | undefined {
  const edit = editValues(parse(text), edits);
  return edit && applyEdit(text, edit);
}

const set = (path: string, value: string | number | boolean): ValueEdit => ({
  kind: 'set',
  path: path.split('/'),
  value,
});
const move = (path: string, to: string): ValueEdit => ({
  kind: 'move',
  path: path.split('/'),
  to: to.split('/'),
});
const remove = (path: string): ValueEdit => ({ kind: 'remove', path: path.split('/') });

describe('setting a value', () => {
  test('replaces it and keeps comment and order', () => {
    expect(edited('a: 1 # why\nb: 2\n', set('a', 8))).toBe('a: 8 # why\nb: 2\n');
  });
  test('fills an empty value', () => {
    expect(edited('a:\n  b: # soon\n', set('a/b', 'x'))).toBe('a:\n  b: x # soon\n');
  });
  test('adds a key behind the last one of its map, comments before it stay', () => {
    expect(edited('a:\n  b: 1 # one\n\n# next\nc: 2\n', set('a/d', true))).toBe(
      'a:\n  b: 1 # one\n  d: true\n\n# next\nc: 2\n',
    );
  });
  test('adds the maps above the key', () => {
    expect(edited('a: 1\n', set('b/c/d', 'x'))).toBe('a: 1\nb:\n  c:\n    d: x\n');
  });
  test('follows the indentation of the map', () => {
    expect(edited('a:\n    b: 1', set('a/c', 2))).toBe('a:\n    b: 1\n    c: 2');
  });
  test('hangs keys below an empty one', () => {
    expect(edited('a:\n  b: # later\nc: 1\n', set('a/b/d', 1))).toBe(
      'a:\n  b: # later\n    d: 1\nc: 1\n',
    );
  });
  test('stays in flow style', () => {
    expect(edited('a: {b: 1, c: {}}\n', set('a/d', 2))).toBe('a: {b: 1, c: {}, d: 2}\n');
    expect(edited('a: { b: 1 }\n', set('a/c/d', 2))).toBe('a: { b: 1, c: { d: 2 } }\n');
    expect(edited('a: {}\n', set('a/b', 'x y'))).toBe('a: { b: "x y" }\n');
  });
  test('keeps CRLF', () => {
    expect(edited('a:\r\n  b: 1\r\n', set('a/c', 2))).toBe('a:\r\n  b: 1\r\n  c: 2\r\n');
  });
  test('starts an empty file, behind its comments', () => {
    expect(edited('', set('a/b', 1))).toBe('a:\n  b: 1\n');
    expect(edited('# title', set('a', 1))).toBe('# title\na: 1\n');
  });
  test('adds behind a block scalar', () => {
    expect(edited('a:\n  b: |\n    text\n', set('a/c', 1))).toBe('a:\n  b: |\n    text\n  c: 1\n');
  });
  test('overrides what a merge key brings in, beside it', () => {
    expect(edited('x: &x {b: 1}\na:\n  <<: *x\n  c: 2\n', set('a/b', 3))).toBe(
      'x: &x {b: 1}\na:\n  <<: *x\n  c: 2\n  b: 3\n',
    );
  });
  test('quotes keys and texts that YAML would read otherwise', () => {
    expect(edited('a: 1\n', set('b', 'yes'))).toBe('a: 1\nb: "yes"\n');
    expect(edited('a: 1\n', set('b', '3.10'))).toBe('a: 1\nb: "3.10"\n');
  });
  test('is refused where a map or list stands', () => {
    expect(edited('a:\n  b: 1\n', set('a', 1))).toBeUndefined();
    expect(edited('a: [1]\n', set('a/b', 1))).toBeUndefined();
  });
});

describe('replacing', () => {
  const replace = (path: string, value: Json): ValueEdit => ({
    kind: 'replace',
    path: path.split('/'),
    value,
  });

  test('writes a map where a scalar stood, its comment above', () => {
    expect(edited('a:\n  b: 1 # why\n  c: 2\n', replace('a/b', { d: 1, e: { f: 'x' } }))).toBe(
      'a:\n  # why\n  b:\n    d: 1\n    e:\n      f: x\n  c: 2\n',
    );
  });
  test('writes a scalar where a map stood, all comments within above', () => {
    const text = 'a:\n  # before\n  b: # one\n    c: 1 # two\n    # three\n    d: 2\n\n  e: 3\n';
    expect(edited(text, replace('a/b', '{"c":1}'))).toBe(
      'a:\n  # before\n  # one\n  # two\n  # three\n  b: "{\\"c\\":1}"\n\n  e: 3\n',
    );
  });
  test('makes a map of a list and a list of a map', () => {
    const list = [{ name: 'A', value: 'x y' }, { name: 'B', value: '1' }, 'c', []];
    const asList =
      'env:\n  - name: A\n    value: "x y"\n  - name: B\n    value: "1"\n  - c\n  - []\nz: 1\n';
    expect(edited('env:\n  A: x y\nz: 1\n', replace('env', list))).toBe(asList);
    expect(edited(asList, replace('env', { A: 'x y', B: {} }))).toBe(
      'env:\n  A: "x y"\n  B: {}\nz: 1\n',
    );
  });
  test('stays within braces, unless they hold comments', () => {
    expect(edited('a: {b: [1], c: 2}\n', replace('a/b', { d: 'x' }))).toBe(
      'a: {b: {"d":"x"}, c: 2}\n',
    );
    expect(edited('a: {b: [1, # one\n  2]}\n', replace('a/b', 1))).toBeUndefined();
  });
  test('is refused behind a dash, through an alias and where the key is absent', () => {
    expect(
      edited('a:\n  - b: 1\n', { kind: 'replace', path: ['a', 0, 'b'], value: [1] }),
    ).toBeUndefined();
    expect(edited('x: &x {b: 1}\na: *x\n', replace('a/b', 2))).toBeUndefined();
    expect(edited('a: &x {b: 1}\nc: *x\n', replace('a', 2))).toBeUndefined();
    expect(edited('a: 1\n', replace('b', 2))).toBeUndefined();
  });
});

describe('removing, renaming, quoting', () => {
  test('takes the lines of the key', () => {
    expect(edited('a:\n  b: 1 # one\n  c:\n    d: 1\n  e: 2\n', remove('a/c'))).toBe(
      'a:\n  b: 1 # one\n  e: 2\n',
    );
  });
  test('takes the map that would be left empty, because null deletes a default', () => {
    expect(edited('a:\n  b:\n    c: 1\nd: 1\n', remove('a/b/c'))).toBe('d: 1\n');
  });
  test('works in flow maps and list items', () => {
    expect(edited('a: {b: 1, c: 2}\n', remove('a/c'))).toBe('a: {b: 1}\n');
    expect(edited('a: {b: 1, c: 2}\n', remove('a/b'))).toBe('a: {c: 2}\n');
    const item: Path = ['a', 0, 'b'];
    expect(edited('a:\n  - b: 1\n    c: 2\n', { kind: 'remove', path: item })).toBe(
      'a:\n  - c: 2\n',
    );
  });
  test('renames in place', () => {
    expect(
      edited('a:\n  modelid: x\n', { kind: 'rename', path: ['a', 'modelid'], key: 'modelId' }),
    ).toBe('a:\n  modelId: x\n');
  });
  test('quotes a number as it is written', () => {
    expect(edited('a: 3.10 # py\n', { kind: 'quote', path: ['a'] })).toBe('a: "3.10" # py\n');
    expect(edited('a: "3.10"\n', { kind: 'quote', path: ['a'] })).toBeUndefined();
  });
  test('moves a key as one edit', () => {
    expect(edited('a:\n  b: 1\n  c: 2\n', remove('a/b'), set('d/b', 1))).toBe(
      'a:\n  c: 2\nd:\n  b: 1\n',
    );
  });
});

const key = fc.constantFrom('alpha', 'beta', 'gamma', 'nvidia.com/gpu');
const leaf = fc.oneof(
  fc.integer({ min: 0, max: 99 }),
  fc.constantFrom('x', 'a b', 'yes', '3.10'),
  fc.boolean(),
);
const tree = fc.letrec<{ map: Record<string, unknown>; value: unknown }>((tie) => ({
  map: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 3 }),
  value: fc.oneof({ depthSize: 'small' }, leaf, tie('map')),
})).map;

function write(value: unknown, indent: string): string {
  return Object.entries(value as Record<string, unknown>)
    .map(([name, inner]) =>
      typeof inner === 'object'
        ? `${indent}${name}: # map\n${write(inner, `${indent}  `)}`
        : `${indent}${name}: ${JSON.stringify(inner)} # leaf\n`,
    )
    .join('');
}

test('setting any path reads back as that value, and everything else stays as it was', () => {
  fc.assert(
    fc.property(
      tree,
      fc.array(key, { minLength: 1, maxLength: 3 }),
      leaf,
      (before, path, value) => {
        const text = write(before, '');
        const after = edited(text, { kind: 'set', path, value });
        const expected = structuredClone(before);
        let at: Record<string, unknown> = expected;
        for (const step of path.slice(0, -1)) {
          const next = (at[step] ??= {});
          if (typeof next !== 'object') return after === undefined;
          at = next as Record<string, unknown>;
        }
        const last = path.at(-1) ?? '';
        if (typeof at[last] === 'object') return after === undefined;
        at[last] = value;
        if (after === undefined) return false;
        const { root, comments } = parse(after);
        expect(root && toValue(root)).toEqual(expected);
        expect(comments.length).toBe(parse(text).comments.length);
        return true;
      },
    ),
  );
});

describe('moving a value', () => {
  test('takes the comment at the end of its line along, others stay', () => {
    expect(edited('# top\na:\n  # about b\n  b: x/y # why\n  c: 1\n', move('a/b', 'd'))).toBe(
      '# top\na:\n  # about b\n  c: 1\nd: x/y # why\n',
    );
    expect(edited('d: "x" # why\na:\n  c: 1\n', move('d', 'a/b'))).toBe(
      'a:\n  c: 1\n  b: x # why\n',
    );
  });
  test('takes a map along that would be empty, and keeps CRLF', () => {
    expect(edited('a:\r\n  b: x # why\r\nc: 1\r\n', move('a/b', 'd'))).toBe(
      'c: 1\r\nd: x # why\r\n',
    );
  });
  test('leaves what is there, and what an alias shares', () => {
    expect(edited('a: 1\nb: 2\n', move('a', 'b'))).toBeUndefined();
    expect(edited('a: {}\n', move('a', 'b'))).toBeUndefined();
    expect(edited('x: &x {b: 1}\na: *x\n', move('a/b', 'c'))).toBeUndefined();
  });

  test('takes the comments right above it along where they are asked for', () => {
    const along = (path: string, to: string): ValueEdit => ({
      kind: 'move',
      path: path.split('/'),
      to: to.split('/'),
      takesCommentsAbove: true,
    });
    const text =
      'a:\n  z: 1\n  # about a\n\n  # about b\n  # and more\n  b: x # why\nc:\n    d: 1\n';
    expect(edited(text, along('a/b', 'c/e'))).toBe(
      'a:\n  z: 1\n  # about a\n\nc:\n    d: 1\n    # about b\n    # and more\n    e: x # why\n',
    );
    expect(edited(text, along('a/b', 'f/g'))).toBe(
      'a:\n  z: 1\n  # about a\n\nc:\n    d: 1\nf:\n  # about b\n  # and more\n  g: x # why\n',
    );
    expect(edited('c: {}\na:\n  # about b\n  b: x\n  z: 1\n', along('a/b', 'c/e'))).toBe(
      'c: { e: x }\na:\n  # about b\n  z: 1\n',
    );
    expect(edited('b: x\n# about d\nd: 1\n', along('d', 'c/e'))).toBe(
      'b: x\nc:\n  # about d\n  e: 1\n',
    );
  });
});
