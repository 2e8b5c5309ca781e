import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { compose } from '../../server/src/syntax/compose.ts';
import { removeHazards } from '../../server/src/syntax/hazards.ts';
import { toValue, type Node } from '../../server/src/syntax/node.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { readBlock } from '../../server/src/syntax/read-block.ts';
import { splitBlocks } from '../../server/src/syntax/split-blocks.ts';
import { damaged, yamlText } from './yaml-text.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), yamlText, damaged(yamlText));

describe('parsing', () => {
  it('takes any text and keeps its spans inside it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { root, problems, comments, broken } = parse(text);
        const spans = [...problems, ...comments].map(({ span }) => span);
        for (const { start, end } of [...spans, ...broken, ...spansOf(root)])
          expect(start >= 0 && start <= end && end <= Math.max(text.length, 1)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads what the YAML library reads', () => {
    fc.assert(
      fc.property(yamlText, (text) => {
        const document = parseDocument(text, { version: '1.1', uniqueKeys: false });
        // The library refuses a few of the texts it writes.
        fc.pre(document.errors.length === 0);
        const { root, problems } = parse(text);
        expect(problems).toEqual([]);
        const expected: unknown = document.toJS();
        expect(withoutNumbers(root && toValue(root))).toEqual(withoutNumbers(expected));
      }),
      { numRuns: 1000 },
    );
  });

  it('makes the same tree with and without the library', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.oneof(yamlText, damaged(yamlText)), (typed) => {
        const { text } = removeHazards(typed);
        const blocks = splitBlocks(text);
        for (const block of blocks ?? []) {
          const own = readBlock(text, block);
          if (own === undefined || own.broken.length > 0) continue;
          const theirs = compose(text.slice(block.start, block.end), block.start);
          expect(theirs.problems).toEqual(own.problems);
          expect(theirs.root).toMatchObject({ kind: 'map', entries: own.entries });
          expect(theirs.comments).toEqual(
            [...own.comments].sort((a, b) => a.span.start - b.span.start),
          );
          compared += 1;
        }
      }),
      { numRuns: 3000 },
    );
    expect(compared).toBeGreaterThan(1000);
  });
});

function spansOf(node: Node | undefined): { start: number; end: number }[] {
  if (node === undefined) return [];
  if (node.kind === 'scalar') return [node.span];
  if (node.kind === 'sequence') return [node.span, ...node.items.flatMap(spansOf)];
  return [node.span, ...node.entries.flatMap(({ keySpan, value }) => [keySpan, ...spansOf(value)])];
}

/** The library's number formats are not all Helm's; resolve-plain.test.ts has Helm's. */
function withoutNumbers(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value ?? null, (_key, inner: unknown) =>
      typeof inner === 'number' || (typeof inner === 'string' && /^[-+.\d_]/.test(inner))
        ? '#'
        : inner,
    ),
  ) as unknown;
}
