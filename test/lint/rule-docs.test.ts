import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { generateRuleDocs } from '../../build/generate-rule-docs.ts';

const folder = join(import.meta.dirname, '../../docs/rules');

it('has the page of every rule as the rule says it (npm run generate)', () => {
  const written = readdirSync(folder)
    .sort()
    .map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  const generated = [...generateRuleDocs()].sort(([a], [b]) => (a < b ? -1 : 1));
  expect(written).toEqual(generated);
});
