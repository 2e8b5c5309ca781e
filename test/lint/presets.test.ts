import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { boxChart } from './charts.ts';
import { judge } from './judge.ts';

const folder = join(import.meta.dirname, '../../presets');
const presets = readdirSync(folder).filter((file) => file.endsWith('.yaml'));

it.each(presets)('%s has nothing to be told', (file) => {
  const { analysis } = judge(readFileSync(join(folder, file), 'utf8'), boxChart);
  expect(diagnose(analysis)).toEqual([]);
});
