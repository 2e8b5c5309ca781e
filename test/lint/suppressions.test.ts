import { expect, test } from 'vitest';
import { readSuppressions } from '../../server/src/lint/suppressions.ts';
import { parse } from '../../server/src/syntax/parse.ts';

/** Numbers of the lines on which `rule` is silent. */
function silentLines(text: string, rule: string): number[] {
  const suppressions = readSuppressions(text, parse(text).comments);
  let start = 0;
  return text.split('\n').flatMap((line, index) => {
    const end = start + line.length;
    const isSilent = suppressions.covers(rule, start, end);
    start = end + 1;
    return isSilent ? [index] : [];
  });
}

test('a comment of its own silences the next line, one behind a value its own', () => {
  expect(silentLines('# inference-charts: ignore a-b\na: 1\nb: 2\n', 'a-b')).toEqual([1]);
  expect(silentLines('a: 1 # inference-charts: ignore a-b\nb: 2\n', 'a-b')).toEqual([0]);
});

test('several stand above one key, with other comments and blank lines between', () => {
  const text =
    '# inference-charts: ignore a-b\n\n# why\n# inference-charts: ignore c\nx: 1\ny: 2\n';
  expect(silentLines(text, 'a-b')).toEqual([4]);
  expect(silentLines(text, 'c')).toEqual([4]);
});

test('several rules stand in one comment, with a reason', () => {
  const text = '# inference-charts: ignore a-b, c -- Tested on this node\r\nx: 1\r\n';
  expect(silentLines(text, 'a-b')).toEqual([1]);
  expect(silentLines(text, 'c')).toEqual([1]);
  expect(silentLines(text, 'tested')).toEqual([]);
});

test('ignore-file silences every line, other comments none', () => {
  expect(silentLines('a: 1\n# inference-charts: ignore-file a-b', 'a-b')).toEqual([0, 1]);
  expect(silentLines('# inference-charts: chart=../x\na: 1\n', 'chart')).toEqual([]);
  expect(silentLines('# ignore a-b\na: 1\n', 'a-b')).toEqual([]);
});
