import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyComments } from '../../server/src/chart/key-comments.ts';
import { placeAt } from '../../server/src/ide/place-at.ts';
import { toValue } from '../../server/src/syntax/node.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { cursorOf, dedent, readOpenFile } from '../markers.ts';
import { damaged, yamlText } from '../syntax/yaml-text.ts';

/** What a chart whose values.yaml this is says of the key at the cursor. */
function wordsAt(fixture: string): string | undefined {
  const { open } = readOpenFile(fixture);
  const document = parse(open.text);
  const place = placeAt(document.root, cursorOf(open));
  if (place === undefined) throw new Error('The cursor is on no key.');
  return keyComments(document).at(place.path);
}

function check(fixture: string, words: string | undefined): void {
  expect(wordsAt(fixture)).toBe(words === undefined ? undefined : dedent(words).trim());
}

describe('a key is described by', () => {
  test('the comment above it', () => {
    check('a: 1\n# How many at once\nqueue$0Size: 4\n', 'How many at once');
    check('m:\n  # First line\n  # and second.\n  queue$0Size: 4\n', 'First line\nand second.');
  });

  test('the comment behind its value, or behind its colon', () => {
    check('queue$0Size: 4 # how many at once\n', 'how many at once');
    check('queue$0Size: # how many at once\nother: 1\n', 'how many at once');
    check('queue$0: # what waits\n  size: 1 # how many\n', 'what waits');
  });

  test('the one above first where there are both', () => {
    check('# Above\nqueue$0Size: 4 # behind\n', 'Above\n\nbehind');
  });

  test('a comment behind that goes on below in its column', () => {
    check(
      `
      queue$0Size: 4 # how many wait,
                   # at most
      other: 1
      `,
      'how many wait,\nat most',
    );
  });

  test('nothing beyond an empty line, in another column or behind another key', () => {
    check('# Of the file\n\nqueue$0Size: 4\n', undefined);
    check('m:\n    # deeper\n  queue$0Size: 4\n', undefined);
    check('# shallower\nm:\n  queue$0Size: 4\n', undefined);
    check('a: 1 # of a\nqueue$0Size: 4\n', undefined);
    check('map: { a: 1, queue$0Size: 4 } # of the map\n', undefined);
    check('text: |\n  # a line of the text\nqueue$0Size: 4\n', undefined);
  });

  test('paragraphs, lists and their indentation', () => {
    check(
      `
      # What to do with more:
      #   - wait  for the next
      #   - refuse them
      #
      # The first is slower.
      when$0Full: wait
      `,
      'What to do with more:\n  - wait  for the next\n  - refuse them\n\nThe first is slower.',
    );
  });

  test('the same in files with CRLF and a byte order mark', () => {
    check('\ufeff# First\r\n# second\r\nqueue$0Size: 4 # third \r\n', 'First\nsecond\n\nthird');
  });

  test('the words of helm-docs without its marks', () => {
    check(
      '# Not these.\n# -- How many\n# wait.\n# @default -- four\nqueue$0Size: 4\n',
      'How many\nwait.',
    );
    check('# @section -- Queue\n# -- (int) How many\nqueue$0Size: 4\n', 'How many');
    check('queue$0Size: 4 # -- How many\n', 'How many');
  });

  test('no words for programs, and no lines and titles of lines', () => {
    check('########\n# How many\n########\nqueue$0Size: 4\n', undefined);
    check('# -----\n# Queue\n# -----\n# How many\nqueue$0Size: 4\n', 'How many');
    check('# === Queue ===\n# How many\nqueue$0Size: 4\n', 'How many');
    check('#### Queue ####\nqueue$0Size: 4\n', undefined);
    check('## How many\n# ------\nqueue$0Size: 4\n', 'How many');
    check(
      '# @schema\n# type: [integer, "null"]\n# minimum: 1\n# @schema\n# How many\nqueue$0Size: 4\n',
      'How many',
    );
    check('# yaml-language-server: $schema=x.json\nqueue$0Size: 4\n', undefined);
    check('tag$0: 1 # renovate: datasource=docker depName=x/y\n', undefined);
    check('# Default values for a chart.\nqueue$0Size: 4\n', undefined);
    check('# Copyright the authors\n# All rights reserved.\nqueue$0Size: 4\n', undefined);
  });

  test('tables without their line of dashes', () => {
    check(
      '#   key  | meaning\n#   ---- | -------\n#   a    | first\nqueue$0Size: 4\n',
      'key  | meaning\na    | first',
    );
  });

  test('what is said of an item for the keys of every item, and of the only item for its first key', () => {
    check('rules:\n  - name: a\n  - name: b\n    # How fast\n    rate$0: 1\n', 'How fast');
    check('rules:\n  - na$0me: a # of the rule\n', 'of the rule');
    check('rules:\n  # The only rule\n  - na$0me: a\n', 'The only rule');
    check(
      'rules:\n  # 1. the strict one\n  - na$0me: a\n  # 2. the other\n  - name: b\n',
      undefined,
    );
    const { root } = parse('rules:\n  - name: a\n    rate: 1 # How fast\n');
    expect(root && toValue(root)).toEqual({ rules: [{ name: 'a', rate: 1 }] });
    const comments = keyComments(parse('rules:\n  - name: a\n    rate: 1 # How fast\n'));
    expect(comments.at(['rules', 7, 'rate'])).toBe('How fast');
  });
});

describe('YAML that is commented out', () => {
  test('is no description', () => {
    check('# mode: fast\nqueue$0Size: 4\n', undefined);
    check('# - debug\nqueue$0Size: 4\n', undefined);
    check(
      '# "quoted": 1,\n# image:\n#   tag: a word or two\n#   # of the image\nqueue$0Size: 4\n',
      undefined,
    );
    check('# {{- if .x }}\nqueue$0Size: 4\n', undefined);
  });

  test('takes the words above it along, which are about that key', () => {
    check('# Where it runs\n# zone: a\n# How many\nqueue$0Size: 4\n', 'How many');
    check('# Where it runs\n# zone: a\nqueue$0Size: 4\n', undefined);
    const comments = keyComments(
      parse('m:\n  b: 1\n  # Where it runs\n  # zone: a # or b\n  # speed: 1\n\n  c: 1\n'),
    );
    expect(comments.at(['m', 'zone'])).toBe('Where it runs\n\nor b');
    expect(comments.at(['m', 'speed'])).toBeUndefined();
    expect(comments.at(['zone'])).toBeUndefined();
  });

  test('is told from sentences with a colon', () => {
    const sentences = [
      'default: the name of the model',
      'Note: not for all',
      'See: https://example.com/x',
      'ref: https://example.com/x',
      'mode: fast or slow',
      'e.g.: four',
    ];
    for (const sentence of sentences) check(`# ${sentence}\nqueue$0Size: 4\n`, sentence);
    check('# One of:\n# - fast\n# - slow\nmode$0: fast\n', 'One of:\n- fast\n- slow');
  });

  test('is an example where it fits the key below and no other', () => {
    check('# More variables, such as:\n# - name: A\n#   value: b c\nen$0v: []\n', 'More variables');
    check(
      '# More variables.\n# For example:\n# - name: A\n#   value: b c\nen$0v: []\n',
      'More variables.',
    );
    check('# More labels.\n#   team: a\nlab$0els: {}\n', 'More labels.');
    check('# More labels.\n#   team: a\nlab$0els:\n', 'More labels.');
    check('# More labels.\n#   team: a\nrep$0licas: 1\n', undefined);
    check('volumes: []\n# Models are mounted.\n# - name: a\nen$0v: []\n', undefined);
    check('volumes: []\n# - name: a\n# Variables\nen$0v: []\n', 'Variables');
  });

  test('below an empty key comes with the words of that key', () => {
    const text = `
      re$0sources: {}
        # Left open on purpose.
        # limits:
        #   cpu: 1
      other: 1
      `;
    check(text, 'Left open on purpose.');
    check(text.replace('{}', '{} # of the pod'), 'of the pod');
    check('m:\n  nodes$0:\n    # Which nodes\n\nother: 1\n', 'Which nodes');
    const comments = keyComments(parse('a:\n  # b: 1\nc:\n  # - d\ne: {}\nf:\n'));
    expect(['a', 'c', 'e', 'f'].map((key) => comments.holds([key]))).toEqual([
      'map',
      'list',
      undefined,
      undefined,
    ]);
  });
});

test('what an alias or a merge key brings in is described where it is written', () => {
  const comments = keyComments(
    parse('a: &a\n  # How many\n  size: 1\nb: *a\nc:\n  <<: *a\n  # Which\n  kind: x\n'),
  );
  expect(comments.at(['a', 'size'])).toBe('How many');
  expect(comments.at(['c', 'kind'])).toBe('Which');
});

test('the comments are read when the first key is asked for, and once', () => {
  let readings = 0;
  const document = parse('# How many\nsize: 1\n');
  const comments = keyComments({
    ...document,
    get comments() {
      readings += 1;
      return document.comments;
    },
  });
  expect(readings).toBe(0);
  expect(comments.at(['size'])).toBe('How many');
  comments.holds(['size']);
  expect(readings).toBe(1);
});

const commentLine = fc
  .tuple(
    fc.constantFrom('', '  ', '    ', '\t', 'a: 1 ', '- ', 'm:\n  '),
    fc.constantFrom('#', '##', '# ', '#   ', '# -- ', '# @schema', '# - ', '#### ', '# --- '),
    fc.oneof(
      fc.constantFrom(
        'words of it',
        'key: value',
        'key:',
        '- item',
        '@default x',
        '---',
        '{{ x }}',
      ),
      fc.string({ maxLength: 12 }),
    ),
  )
  .map((parts) => parts.join(''));
const anyLine = fc.oneof(
  commentLine,
  fc.constantFrom('', 'k: v', '  k: v', 'm:', '- i: 1', '  - i: 1', 'l: []', 't: |', '  {}'),
);
const commented = fc
  .tuple(fc.array(anyLine, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, lineBreak]) => lines.join(lineBreak));

const lettersOf = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '');

test('any comments give words that stand in the file, and never an error', () => {
  fc.assert(
    fc.property(fc.oneof(commented, yamlText, damaged(commented), damaged(yamlText)), (text) => {
      const document = parse(text);
      const comments = keyComments(document);
      const told = new Set<string>();
      const visit = (value: unknown, path: readonly (string | number)[]) => {
        const words = comments.at(path);
        if (words !== undefined) told.add(words);
        if (typeof value !== 'object' || value === null) return;
        for (const [key, inner] of Object.entries(value))
          visit(inner, [...path, Array.isArray(value) ? Number(key) : key]);
      };
      if (document.root !== undefined) visit(toValue(document.root), []);
      for (const words of told) {
        expect(words).toBe(words.replaceAll(/^\n+|\s+$|\n{3,}/g, ''));
        expect(lettersOf(text)).toContain(lettersOf(words.split('\n\n')[0] ?? ''));
      }
    }),
    { numRuns: 1500 },
  );
});
