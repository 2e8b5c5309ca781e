import { expect, it } from 'vitest';
import type { Fact } from '../../server/src/model/merged-values.ts';
import { tokenCount } from '../../server/src/model/token-count.ts';

function fact(value: string | number): Fact {
  return { path: [], value, origin: { kind: 'chart' } };
}

it.each([
  [8192, 8192],
  ['8192', 8192],
  ['32k', 32_000],
  ['32K', 32_768],
  ['1M', 1_048_576],
  ['1.5m', 1_500_000],
  ['1.5K', undefined],
  ['auto', undefined],
  [-1, undefined],
  ['-1', undefined],
])('reads %j as vLLM does', (written, tokens) => {
  expect(tokenCount(fact(written))?.value).toBe(tokens);
});
