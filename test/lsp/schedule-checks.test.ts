import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { scheduleChecks } from '../../server/src/lsp/schedule-checks.ts';

test('requests of one turn end in one check, each document in its own', async () => {
  const checked: string[] = [];
  const checks = scheduleChecks((uri) => checked.push(uri));
  checks.request('a');
  checks.request('b');
  checks.request('a');
  for (let turns = 0; turns < 4; turns++) await turn();
  expect(checked.sort()).toEqual(['a', 'b']);
});

test('a request that follows in the next turn puts the check off', async () => {
  const checked: number[] = [];
  let version = 0;
  const checks = scheduleChecks(() => checked.push(version));
  for (version = 1; version < 10; version++) {
    checks.request('a');
    await turn();
  }
  for (let turns = 0; turns < 4; turns++) await turn();
  expect(checked).toEqual([10]);
});

test('a document that was closed is not checked', async () => {
  const checked: string[] = [];
  const checks = scheduleChecks((uri) => checked.push(uri));
  checks.request('a');
  checks.cancel('a');
  for (let turns = 0; turns < 4; turns++) await turn();
  expect(checked).toEqual([]);
});
