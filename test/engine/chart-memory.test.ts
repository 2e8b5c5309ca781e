import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rememberCharts } from '../../server/src/node/engine/chart-memory.ts';

const chart = { id: 'read before', files: [] };
const folders = ['', 'templates', 'empty', 'empty/deep'];
/** A reading so late that everything was written long before it. */
const muchLater = Date.now() + 3_600_000;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inference-charts-memory-'));
  mkdirSync(join(root, 'empty', 'deep'), { recursive: true });
  write('Chart.yaml', 'name: a');
  write('templates/a.yaml', '1');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('a chart is remembered as long as nothing in its folders is written', () => {
  const memory = rememberCharts();
  expect(memory.recall(root)).toBeUndefined();
  memory.keep(root, { chart, folders }, muchLater);
  expect(memory.recall(root)).toBe(chart);
  expect(memory.recall(root)).toBe(chart);
});

test.for<[string, () => void]>([
  [
    'a file that is longer',
    () => {
      write('templates/a.yaml', '12');
    },
  ],
  [
    'a new file',
    () => {
      write('templates/b.yaml', '');
    },
  ],
  [
    'a new file in a folder that had none',
    () => {
      write('empty/deep/new', '');
    },
  ],
  [
    'a file of another name',
    () => {
      renameSync(join(root, 'Chart.yaml'), join(root, 'chart.yaml'));
    },
  ],
  [
    'a file that is gone',
    () => {
      rmSync(join(root, 'templates/a.yaml'));
    },
  ],
  [
    'a folder that is gone',
    () => {
      rmSync(join(root, 'empty'), { recursive: true });
    },
  ],
])('%s is seen', ([, change]) => {
  const memory = rememberCharts();
  memory.keep(root, { chart, folders }, muchLater);
  change();
  expect(memory.recall(root)).toBeUndefined();
});

test('another file in the place of one is seen, although it is as long and as old', () => {
  const old = new Date('2026-01-01');
  write('other', '2');
  utimesSync(join(root, 'templates/a.yaml'), old, old);
  utimesSync(join(root, 'other'), old, old);
  const memory = rememberCharts();
  memory.keep(root, { chart, folders: ['templates'] }, muchLater);
  renameSync(join(root, 'other'), join(root, 'templates/a.yaml'));
  expect(memory.recall(root)).toBeUndefined();
});

test('a chart that was written just before it was read is not remembered', () => {
  const memory = rememberCharts();
  memory.keep(root, { chart, folders }, Date.now());
  expect(memory.recall(root)).toBeUndefined();
});

test('the charts of the last few folders are remembered', () => {
  const memory = rememberCharts();
  const roots = Array.from({ length: 5 }, (_, index) => join(root, `chart-${String(index)}`));
  for (const path of roots) {
    mkdirSync(path);
    memory.keep(path, { chart, folders: [''] }, muchLater);
  }
  expect(roots.map((path) => memory.recall(path) !== undefined)).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});
