import fc from 'fast-check';
import { lexer, type Token } from 'marked';
import { expect, test } from 'vitest';
import { wordsInMarkdown } from '../../server/src/ide/words-in-markdown.ts';

const plain: ReadonlySet<string> = new Set(['paragraph', 'text', 'escape', 'br', 'space']);

/** The text as VS Code's Markdown reader shows it; fails on anything that is not plain text. */
function shown(markdown: string): string {
  const show = (token: Token): string => {
    if (!plain.has(token.type)) throw new Error(`${token.type}: ${token.raw}`);
    if (token.type === 'br') return '\n';
    if (token.type === 'space') return '\n\n';
    const { tokens, text } = token as { readonly tokens?: Token[]; readonly text?: string };
    return tokens === undefined ? (text ?? '') : tokens.map(show).join('');
  };
  return lexer(markdown).map(show).join('').replaceAll('\u00a0', ' ');
}

test.each([
  'one line',
  'two\nlines\n\nand a paragraph',
  'A list:\n- one\n  - two\n* three\n+ four\n1. five\n2) six',
  '# heading\n> quotation\n```\ncode\n```\n    indented',
  'a *b* _c_ **d** __e__ ~~f~~ `g` snake_case_word',
  '<b>x</b> <!-- y --> &lt; a & b',
  '[a](https://example.com) ![b](c.png) [d]: e',
  'https://example.com/a?b=c&d www.example.com a@example.com <https://example.com>',
  'a | b\n--|--\nc | d\n:-|-:',
  'title\n===\nother\n---',
  'ends in \\',
  '100 - 5 = 95; a -> b; "c"; $x$',
])('shows as it is written: %j', (words) => {
  expect(shown(wordsInMarkdown(words, 1_000))).toBe(words);
});

const piece = fc.oneof(
  fc.constantFrom(
    ...['*', '_', '`', '~', '[', ']', '(', ')', '<', '>', '#', '-', '+', '=', '|', ':', '!', '\\'],
    ...['&', '&lt;', '&#42;', '1.', '2)', 'http://', 'https://a.b', 'www.', 'a@b.c', '---', '***'],
    ...['\n', '\n\n', '\n  ', ' ', '   ', 'a', 'word', 'é', '漢', '🙂', '<a>', '](', '```', '~~~'],
  ),
  fc.string({ maxLength: 5 }).map((text) => text.replaceAll(/[^\S ]/g, '')),
);

test('shows any words as they are written', () => {
  const words = fc
    .array(piece, { minLength: 1, maxLength: 12 })
    .map((pieces) => pieces.join(''))
    // As comments come: no white space at the end of lines, one empty line between paragraphs.
    .map((text) => text.replaceAll(/[^\S\n]+$/gm, '').replaceAll(/\n{3,}/g, '\n\n'))
    .map((text) => text.replaceAll(/^\n+|\n+$/g, ''));
  fc.assert(
    fc.property(words, (text) => {
      expect(shown(wordsInMarkdown(text, 1_000))).toBe(text);
    }),
    { numRuns: 3000 },
  );
});

test('is cut at a word', () => {
  expect(wordsInMarkdown('one two three', 9)).toBe('one two …');
  expect(wordsInMarkdown('one two', 7)).toBe('one two');
  expect(wordsInMarkdown('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)} …`);
  expect(wordsInMarkdown('', 10)).toBe('');
});
