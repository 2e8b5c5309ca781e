import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorAt } from '../../server/src/syntax/cursor.ts';
import {
  documentBelow,
  documentOf,
  parseLike,
  textOf,
} from '../../server/src/syntax/document-below.ts';
import { applyEdit, editValues, type ValueEdit } from '../../server/src/syntax/edit-values.ts';
import { findEntryAt, findNode, toValue } from '../../server/src/syntax/node.ts';
import { parse, type ValuesDocument } from '../../server/src/syntax/parse.ts';
import { cursorOf, readMarked } from '../markers.ts';

function below(text: string, ...dropped: readonly string[]): ValuesDocument {
  const document = documentBelow(parse(text), 'llm', new Set(dropped));
  if (document === undefined) throw new Error('There is no map below llm.');
  return document;
}

const text = 'db: 1\nllm:\n  enabled: true\n  a: { b: 1 }\n  c: 2 # why\nz: 3\n';

test('a part has its own root and the offsets of the whole text', () => {
  const part = below(text, 'enabled');
  expect(part.root && toValue(part.root)).toEqual({ a: { b: 1 }, c: 2 });
  const { span } = findNode(part.root, ['c']) ?? {};
  expect(span && part.text.slice(span.start, span.end)).toBe('2');
  expect(part.comments).toHaveLength(1);
  expect(textOf(part)).toBe('{"a":{"b":1},"c":2}');
  expect(textOf(parse(text))).toBe(text);
});

test.each([
  ['', 'nothing'],
  ['llm: 1\n', 'a number'],
  ['llm:\n', 'nothing below'],
  ['- llm\n', 'a list'],
])('%j has no part: %s', (empty) => {
  expect(documentBelow(parse(empty), 'llm')).toBeUndefined();
});

test('a key that is written twice is told of its own part only, broken text of every part', () => {
  const problems = (source: string) => below(source).problems.map(({ code }) => code);
  expect(problems('db: { a: 1, a: 2 }\nllm: { b: 1 }\n')).toEqual([]);
  expect(problems('llm: { b: 1, b: 2 }\n')).toEqual(['duplicate-key']);
  expect(problems('db: "\nllm: { b: 1 }\n')).toContain('yaml-syntax');
});

test('one key of the root keeps its name', () => {
  const part = documentOf(parse(text), 'db');
  expect(part?.root && toValue(part.root)).toEqual({ db: 1 });
  expect(documentOf(parse(text), 'nowhere')).toBeUndefined();
});

test('the same part of another text', () => {
  const part = below(text, 'enabled');
  const other = parseLike(part, text.replace('c: 2', 'c: 4'));
  expect(other.root && toValue(other.root)).toEqual({ a: { b: 1 }, c: 4 });
  expect(parseLike(part, 'db: 1\n').root).toBeUndefined();
  expect(parseLike(parse(text), 'a: 1\n').text).toBe('a: 1\n');
});

describe('edits of a part are made where it stands', () => {
  const edited = (edit: ValueEdit): string | undefined => {
    const change = editValues(below(text), [edit]);
    return change && applyEdit(text, change);
  };
  test.each<[ValueEdit, string]>([
    [{ kind: 'set', path: ['c'], value: 5 }, 'c: 5 # why'],
    [{ kind: 'set', path: ['a', 'd'], value: 5 }, 'a: { b: 1, d: 5 }'],
    [{ kind: 'rename', path: ['c'], key: 'd' }, '  d: 2 # why'],
    [{ kind: 'quote', path: ['c'] }, 'c: "2" # why'],
    [{ kind: 'move', path: ['c'], to: ['d', 'c'] }, '  d:\n    c: 2 # why'],
  ])('%j', (edit, expected) => {
    expect(edited(edit)).toContain(expected);
  });
  test('a key that goes takes nothing else along', () => {
    expect(edited({ kind: 'remove', path: ['c'] })).toBe(
      'db: 1\nllm:\n  enabled: true\n  a: { b: 1 }\nz: 3\n',
    );
  });
  test('what stands outside has no name in it', () => {
    expect(edited({ kind: 'remove', path: ['db'] })).toBeUndefined();
    expect(edited({ kind: 'set', path: ['db'], value: 2 })).toContain('  db: 2');
  });
});

describe('the cursor is told in terms of the part', () => {
  const place = (fixture: string) => {
    const file = readMarked(fixture);
    const cursor = cursorAt(below(file.text), cursorOf(file));
    return cursor && (cursor.kind === 'key' ? ['key', ...cursor.map] : ['value', ...cursor.path]);
  };
  test.each([
    ['llm:\n  a: 1\n  $0\n', ['key']],
    ['llm:\n  a:\n    b: 1\n    $0\n', ['key', 'a']],
    ['llm:\n  a: $01\n', ['value', 'a']],
    ['db: $01\nllm:\n  a: 1\n', undefined],
    ['llm:\n  a: 1\n$0\n', undefined],
  ])('%j', (fixture, expected) => {
    expect(place(fixture)).toEqual(expected);
  });
});

test('what is set in a part is read back from it, and nothing around it changes', () => {
  const key = fc.stringMatching(/^k[a-z]{1,4}$/);
  const values = fc.dictionary(key, fc.integer(), { minKeys: 1, maxKeys: 4 });
  fc.assert(
    fc.property(
      values,
      values,
      fc.integer(),
      fc.constantFrom(2, 4),
      (own, around, value, width) => {
        const indent = ' '.repeat(width);
        const written = (map: Readonly<Record<string, number>>, before: string) =>
          Object.entries(map)
            .map(([name, number]) => `${before}${name}: ${number}\n`)
            .join('');
        const source = `${written(around, 'x')}llm:\n${written(own, indent)}${written(around, 'y')}`;
        const part = below(source);
        const [name = ''] = Object.keys(own);
        const edit = editValues(part, [{ kind: 'set', path: [name], value }]);
        const after = edit === undefined ? source : applyEdit(source, edit);
        expect(findNode(below(after).root, [name])).toMatchObject({ value });
        for (const [other, number] of Object.entries(around)) {
          expect(findEntryAt(parse(after).root, [`x${other}`])?.value).toMatchObject({
            value: number,
          });
          expect(findEntryAt(parse(after).root, [`y${other}`])?.value).toMatchObject({
            value: number,
          });
        }
      },
    ),
    { numRuns: 200 },
  );
});
