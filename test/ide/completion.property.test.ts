import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze } from '../../server/src/ide/analysis.ts';
import { complete } from '../../server/src/ide/completion.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { hover } from '../../server/src/ide/hover.ts';
import { applyEdit } from '../../server/src/syntax/edit-values.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { boxChart } from '../lint/charts.ts';
import { damaged, yamlText } from '../syntax/yaml-text.ts';
import { commentedChart } from './commented-chart.ts';
import { presets } from './check-completion.ts';

/** The chart in the box, which its schema knows whole, and one that it knows little of. */
const surroundings = fc.constantFrom(
  ...[boxChart, commentedChart].map((chart) => ({ chart, earlier: [] })),
);
const presetText = fc.constantFrom(...presets.map(({ text }) => text));
const place = fc.nat({ max: 10_000 });

const anyText = fc.oneof(presetText, damaged(presetText), damaged(yamlText));

test('no feature throws, wherever the cursor is in whatever text', () => {
  fc.assert(
    fc.property(anyText, place, surroundings, (text, at, around) => {
      const offset = text.length === 0 ? 0 : at % (text.length + 1);
      const analysis = analyze(parse(text), around);
      for (const { span } of complete(analysis, offset, presets)) {
        expect(span.start <= offset && offset <= span.end).toBe(true);
        expect(text.slice(span.start, span.end)).not.toContain('\n');
      }
      hover(analysis, offset);
      for (const { span } of diagnose(analysis))
        expect(span.start >= 0 && span.end <= Math.max(1, text.length)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test('accepting a proposal leaves readable text readable', () => {
  let accepted = 0;
  fc.assert(
    fc.property(presetText, place, fc.nat(), surroundings, fc.boolean(), (...drawn) => {
      const [text, at, choice, around, isCut] = drawn;
      const offset = at % (text.length + 1);
      // Half a word before the cursor, or a fresh line as the return key makes it.
      const start = text.lastIndexOf('\n', offset - 1) + 1;
      const indent = /^ */.exec(text.slice(start))?.[0] ?? '';
      const typed = isCut ? text : `${text.slice(0, start)}${indent}\n${text.slice(start)}`;
      const cursor = isCut ? offset : start + indent.length;
      const document = parse(typed);
      if (document.problems.length > 0) return;
      const proposals = complete(analyze(document, around), cursor, presets);
      const chosen = proposals[choice % Math.max(1, proposals.length)];
      if (chosen === undefined) return;
      accepted += 1;
      const after = parse(applyEdit(typed, { span: chosen.span, newText: chosen.newText }));
      expect(after.problems).toEqual([]);
    }),
    { numRuns: 2000 },
  );
  expect(accepted).toBeGreaterThan(300);
});
