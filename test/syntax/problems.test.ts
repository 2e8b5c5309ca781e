import { describe, expect, test } from 'vitest';
import { findNode, toValue } from '../../server/src/syntax/node.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { readMarked, writeMarks, type Mark } from '../markers.ts';

/** Compares all problems with the carets of the fixture, and answers their sentences. */
function checkProblems(fixture: string): readonly string[] {
  const { text, marks } = readMarked(fixture);
  const { problems } = parse(text);
  const found = problems.flatMap(({ code, span, related }): Mark[] => [
    { id: code, span, isRelated: false },
    ...(related ? [{ id: code, span: related.span, isRelated: true }] : []),
  ]);
  expect(writeMarks(text, found)).toBe(writeMarks(text, marks));
  return problems.map(({ message }) => message);
}

describe('one mistake, one sentence', () => {
  test.each([
    ['a tab', 'a:\n\tb: 1\n#< yaml-syntax\n', 'A tab indents this line'],
    [
      'an open quote',
      'a: "x\n#  ^^ yaml-syntax\nb: 1\n',
      'The quote " that starts here is never closed.',
    ],
    ['an open bracket', 'a: [1, 2\n#  ^^^^^ yaml-syntax\nb: 1\n', 'The closing ] is missing'],
    ['an open brace', 'a: {b: 1\n#  ^^^^^ yaml-syntax\nc: 2\n', 'The closing } is missing'],
    [
      'a missing colon',
      'a:\n  b: 1\n  foo\n# ^^^ yaml-syntax\n  c: 2\n',
      'A colon is missing after foo.',
    ],
    [
      'a missing space',
      'a:\n  b:1\n# ^^^ yaml-syntax\n  c: 2\n',
      'A space is missing after the colon.',
    ],
    [
      'too deep a key',
      'a:\n  b: 1\n   c: 2\n#  ^^^^ yaml-syntax\n',
      'indented deeper than the key above it',
    ],
    [
      'too shallow a key',
      'a:\n  b: 1\n c: 2\n #< yaml-syntax\n',
      'not in line with the keys above it',
    ],
    [
      'a list item among keys',
      'a:\n  c: 1\n  - b\n# ^ yaml-syntax\n',
      'A list item stands among the keys',
    ],
    ['two colons', 'a: b: c\n#  ^ yaml-syntax\n', 'A second colon stands on this line.'],
    ['no such anchor', 'a: *x\n#  ^^ yaml-syntax\n', 'The alias *x has no usable anchor above it.'],
    [
      'a map inside itself',
      'a: &x\n  <<: *x\n#     ^^ yaml-syntax\n',
      'inside the value that it names',
    ],
    [
      'a template action',
      'a: {{ .Values.x }}\n#   ^^^^^^^^^^^^^ yaml-syntax\n',
      'Helm does not evaluate {{ }}',
    ],
    ['a reserved letter', 'a: @x\n#  ^ yaml-syntax\n', 'A value cannot start with @.'],
    [
      'a wrong escape',
      'a: "\\d"\n#   ^ yaml-syntax\n',
      'A backslash in double quotes starts an escape',
    ],
    ['text behind quotes', 'a: "x" y\n#      ^ yaml-syntax\n', '"y" does not belong here.'],
    [
      'a second document',
      'a: 1\n---\n#^^ several-documents\nb: 2\n',
      'reads only the first YAML document',
    ],
    ['a control character', 'a: b\0c\n#   ^ control-character\n', 'The invisible character U+0000'],
    [
      'half a surrogate pair',
      'a: b\ud800c\n#   ^ control-character\n',
      'The invisible character U+D800',
    ],
  ])('%s', (_name, fixture, sentence) => {
    const messages = checkProblems(fixture);
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(sentence);
  });

  test('a conflict of Git, of which the first side is read', () => {
    const conflict =
      'a: 1\n<<<<<<< ours\nb: 2\n||||||| base\nb: 0\n=======\nb: 3\n>>>>>>> theirs\nc: 4\n';
    const { root, problems } = parse(conflict);
    expect(problems.map(({ code }) => code)).toEqual(['merge-conflict']);
    expect(findNode(root, ['b'])).toMatchObject({ value: 2 });
    expect(findNode(root, ['c'])).toMatchObject({ value: 4 });
  });

  test('a marker that was left behind', () => {
    checkProblems('a: 1\n>>>>>>> theirs\n#^^^^^^^^^^^^^ merge-conflict\nb: 2\n');
  });

  test('equal keys, in another block and in braces too', () => {
    checkProblems('a: 1\n#< related duplicate-key\nb: 2\na: 3\n#< duplicate-key\n');
    checkProblems('a: {b: 1, b: 2}\n#   ^ related duplicate-key\n#         ^ duplicate-key\n');
  });
});

test('a mistake stays in its block', () => {
  const { root, broken } = parse('a:\n  b: "x\nc:\n  d: 1\n');
  expect(findNode(root, ['c', 'd'])).toMatchObject({ value: 1 });
  expect(broken).toEqual([{ start: 8, end: 11 }]);
});

test('nesting and aliases have an end', () => {
  const codes = (text: string) => parse(text).problems.map(({ code }) => code);
  expect(codes('['.repeat(50_000))).toEqual(['too-deep']);
  expect(codes('- '.repeat(50_000))).toEqual(['too-deep']);
  const letters = 'a b c d e f g h i'.split(' ');
  const bomb = letters.map((name, index) => {
    const below = letters[index - 1];
    return `${name}: &${name} [${Array(9)
      .fill(below ? `*${below}` : 'x')
      .join(', ')}]\n`;
  });
  expect(codes(bomb.join(''))).toEqual(['too-many-aliases']);
  expect(codes('a: !!str x\n'.repeat(50_000))).toEqual(['too-large']);
});

test('byte order mark, CRLF and a document marker at the top mean nothing', () => {
  for (const text of ['\ufeffa: 1\n', 'a: 1\r\n', '---\na: 1\n', '--- # x\n\na: 1\n']) {
    const { root, problems } = parse(text);
    expect(problems).toEqual([]);
    expect(findNode(root, ['a'])).toMatchObject({ value: 1 });
  }
});

test('anchors and merge keys reach into other blocks', () => {
  const { root, problems } = parse('x: &x {b: 1, c: 2}\na:\n  <<: *x\n  b: 3\n');
  expect(problems).toEqual([]);
  expect(findNode(root, ['a', 'b'])).toMatchObject({ value: 3 });
  expect(findNode(root, ['a', 'c'])).toMatchObject({ value: 2 });
});

test('what Helm reads is no mistake', () => {
  const read = (text: string) => {
    const { root, problems } = parse(text);
    expect(problems).toEqual([]);
    return root && toValue(root);
  };
  expect(read('a:\n  b: [\n    1\n]\nc: 1\n')).toEqual({ a: { b: [1] }, c: 1 });
  expect(read('a: {\nb: 1,\n}\n')).toEqual({ a: { b: 1 } });
  expect(read("a: 'x'# c\nb: [1]# d\n")).toEqual({ a: 'x', b: [1] });
  expect(read('a:\t1\t# c\n')).toEqual({ a: 1 });
  expect(read('yes: 1\n010: 2\n1.0: 3\n')).toEqual({ true: 1, 8: 2, 1: 3 });
});
