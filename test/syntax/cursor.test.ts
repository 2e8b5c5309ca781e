import { describe, expect, test } from 'vitest';
import { cursorAt } from '../../server/src/syntax/cursor.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { cursorOf, readMarked } from '../markers.ts';

/** `key a.b|prefix` or `value a.b|prefix`, with what would be replaced in brackets. */
function place(fixture: string): string | undefined {
  const file = readMarked(fixture);
  const cursor = cursorAt(parse(file.text), cursorOf(file));
  if (cursor === undefined) return undefined;
  const path = cursor.kind === 'key' ? cursor.map : cursor.path;
  const replaced = file.text.slice(cursor.span.start, cursor.span.end);
  return `${cursor.kind} ${path.join('.')}|${cursor.prefix} [${replaced}]`;
}

describe('keys', () => {
  test.each([
    ['an empty file', '$0', 'key | []'],
    ['a word being typed', 'inf$0', 'key |inf [inf]'],
    ['the first key below another', 'a:\n  $0', 'key a| []'],
    ['a word below another key', 'a:\n  fo$0o\nb: 1\n', 'key a|fo [foo]'],
    ['a word between keys', 'a:\n  b: 1\n  fo$0\n  c: 2\n', 'key a|fo [fo]'],
    ['a key that has its colon', 'a:\n  fo$0o: 1\n', 'key a|fo [foo]'],
    ['behind a deeper map', 'a:\n  b:\n    c: 1\n  $0\n', 'key a| []'],
    ['below comments and blank lines', 'a:\n  # x\n\n  $0', 'key a| []'],
    ['a list item', 'a:\n  - b: 1\n  - $0', 'key a.1| []'],
    ['a later key of a list item', 'a:\n  - b: 1\n    c$0\n', 'key a.0|c [c]'],
    ['a list in the column of its key', 'a:\n- b: 1\n- c$0', 'key a.1|c [c]'],
    ['a list in a list', 'a:\n  - - b: 1\n    - c$0', 'key a.0.1|c [c]'],
    ['braces', 'a: {b: 1, c$0}', 'key a|c [c]'],
    ['open braces', 'a:\n  b: { c: 1, $0\n', 'key a.b| []'],
    ['braces over lines', 'a: {\n  b: 1,\n  $0\n}\n', 'key a| []'],
    ['a quoted key', 'a:\n  "nv$0": 1\n', 'key a|"nv ["nv"]'],
    ['CRLF', 'a:\r\n  b: 1\r\n  c$0\r\n', 'key a|c [c]'],
    ['below a mistake in another block', 'x: "1\na:\n  $0', 'key a| []'],
  ])('%s', (_name, fixture, expected) => {
    expect(place(fixture)).toBe(expected);
  });
});

describe('values', () => {
  test.each([
    ['an empty one', 'a:\n  b: $0\n', 'value a.b| []'],
    ['right behind the colon', 'a:\n  b:$0\n', 'value a.b| []'],
    ['a word being typed', 'a:\n  b: fo$0o # c\n', 'value a.b|fo [foo]'],
    ['in quotes', 'a:\n  b: "fo$0o"\n', 'value a.b|"fo ["foo"]'],
    ['in open quotes', 'a:\n  b: "fo$0\nc: 1\n', 'value a.b|"fo ["fo]'],
    ['before a comment', 'a: $0 # c\n', 'value a| []'],
    ['in braces', 'a: {b: fo$0o, c: 1}', 'value a.b|fo [foo]'],
    ['in brackets', 'a: [x, fo$0]', 'value a.1|fo [fo]'],
    ['of a list item', 'a:\n  - b: fo$0\n', 'value a.0.b|fo [fo]'],
  ])('%s', (_name, fixture, expected) => {
    expect(place(fixture)).toBe(expected);
  });
});

describe('nothing fits', () => {
  test.each([
    ['in a comment', 'a: 1 # x$0'],
    ['in a block text', 'a: |\n  x\n  y$0\n'],
    ['in quotes over lines', 'a: "x\n  y$0"\n'],
    ['below a value', 'a: 1\n  $0'],
    ['out of column', 'a:\n  b: 1\n   $0\n'],
    ['before deeper lines that belong to another key', 'a:\n  b: 1\n$0\n  c: 2\n'],
    ['beside a dash', 'a:\n  -$0\n'],
    ['behind a value', 'a: 1 $0\n'],
    ['beside keys below', 'a: $0\n  b: 1\n'],
    ['behind a second word', 'foo bar$0\n'],
    ['right before a comment', 'a:\n  b: 1\n  $0# x\n'],
    ['a value right before a comment', 'a: $0# x\n'],
    ['in the indentation', 'a:\n $0 b: 1\n'],
  ])('%s', (_name, fixture) => {
    expect(place(fixture)).toBeUndefined();
  });
});

test('keys that the map has are known, except the one being written', () => {
  const file = readMarked('a:\n  b: 1\n  c$0: 2\n  d: 3\n');
  const cursor = cursorAt(parse(file.text), cursorOf(file));
  expect(cursor?.kind === 'key' && cursor.present).toEqual(['b', 'd']);
});
