import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generateMatters } from '../../build/generate-matters.ts';
import { matterGroups } from '../../build/matters/index.ts';
import { basicCodes } from '../../server/src/ide/basic-codes.ts';
import { registry } from '../../server/src/lint/registry.ts';

const matters = matterGroups.flatMap((group) => group.matters);
const named = matters.flatMap(({ answer }) => (answer.kind === 'rules' ? answer.ids : []));

it('has the page as the matters say it (npm run generate)', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/what-is-checked.md'), 'utf8');
  expect(page).toBe(generateMatters());
});

it('names rules that there are, and every one of them', () => {
  const ids = registry.map(({ id }) => id);
  expect([...new Set(named)].sort()).toEqual(ids);
});

it('names codes that there are', () => {
  for (const { id, answer } of matters)
    if (answer.kind === 'schema' || answer.kind === 'render')
      for (const code of answer.codes) expect(basicCodes, id).toHaveProperty(code);
});

it('answers each matter once, and no two alike', () => {
  const ids = matters.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const told = matters.map(({ matter }) => matter);
  expect(told.filter((one, index) => told.indexOf(one) !== index)).toEqual([]);
});

it('leaves no number of a series out', () => {
  const series = { k: 13, n: 12, v: 29, q: 13, vn: 18, r: 18, m: 10, c: 17, p: 43, t: 37, g: 11 };
  const ids = new Set(matters.map(({ id }) => id));
  for (const [letter, last] of Object.entries(series))
    for (let number = 1; number <= last; number += 1) expect(ids).toContain(`${letter}${number}`);
});

it('says in a sentence why something is not checked', () => {
  for (const { id, answer } of matters)
    if (answer.kind === 'refused') expect(answer.why, id).toMatch(/^([A-Z`]|vLLM).*\.$/);
});
