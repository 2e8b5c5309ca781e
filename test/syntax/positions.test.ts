import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { expect, test } from 'vitest';
import { editText } from '../../server/src/lsp/edit-text.ts';
import { indexLines } from '../../server/src/syntax/positions.ts';

/** Short texts of everything that ends a line or takes two units. */
const texts = fc
  .array(fc.constantFrom('a', '\n', '\r', '\r\n', '🦙', '\u2028', ' '), { maxLength: 30 })
  .map((parts) => parts.join(''));
const places = fc.integer({ min: -2, max: 40 });

test('offsets become the positions that other editors mean', () => {
  fc.assert(
    fc.property(texts, places, (text, offset) => {
      const reference = TextDocument.create('x:', 'x', 1, text);
      // Between the two units of a line break there is no position; libraries differ there.
      fc.pre(!(text[offset - 1] === '\r' && text[offset] === '\n'));
      const position = indexLines(text).positionAt(offset);
      expect(position).toEqual(reference.positionAt(offset));
      expect(indexLines(text).offsetAt(position)).toBe(Math.max(0, Math.min(offset, text.length)));
    }),
  );
});

test('changes make the text that other editors have', () => {
  fc.assert(
    fc.property(texts, texts, fc.tuple(places, places, places, places), (text, added, at) => {
      const [line, character, lines, characters] = at.map((number) => Math.max(0, number));
      const start = { line: line ?? 0, character: character ?? 0 };
      const end = { line: start.line + (lines ?? 0), character: characters ?? 0 };
      fc.pre(end.line > start.line || end.character >= start.character);
      const changes = [{ range: { start, end }, text: added }];
      const reference = TextDocument.update(
        TextDocument.create('x:', 'x', 1, text),
        changes,
        2,
      ).getText();
      expect(editText(text, changes)).toBe(reference);
    }),
  );
});
