import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { chartAt, engineUnderTest, fixtures } from './engine-under-test.ts';

const engine = engineUnderTest();
const scratch = mkdtempSync(join(tmpdir(), 'inference-charts-files-'));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(scratch, 'chart-'));
});
afterAll(() => {
  engine.stop();
  rmSync(scratch, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function pathsRead(path = folder): Promise<readonly string[]> {
  const chart = await chartAt(engine, path);
  return 'files' in chart ? chart.files.map((file) => file.path) : [];
}

describe("a chart's folder", () => {
  test('is read without what its .helmignore leaves out', async () => {
    write({ '.helmignore': '.git/\n*.bak\n/only-root\n' });
    write({
      'Chart.yaml': 'name: a',
      'a.bak': '',
      'only-root': '',
      'sub/only-root': '',
      '.git/objects/aa': '',
      'templates/.hidden': '',
      'templates/a.yaml': '',
      'templates/b.bak': '',
    });
    expect(await pathsRead()).toEqual([
      '.helmignore',
      'Chart.yaml',
      'sub/only-root',
      'templates/a.yaml',
    ]);
  });

  test('that Helm cannot ignore by is refused in its words', async () => {
    write({ '.helmignore': '**/x\n', 'Chart.yaml': 'name: a' });
    expect(await engine.readChart(folder)).toEqual({
      kind: 'chart-error',
      message: 'double-star (**) syntax is not supported',
    });
  });

  test('is walked in the order of names, folders in their place', async () => {
    write({ 'b/z': '', 'b.yaml': '', 'b/a': '', a: '', 'b-c/x': '', é: '', z: '' });
    expect(await pathsRead()).toEqual(['a', 'b/a', 'b/z', 'b-c/x', 'b.yaml', 'z', 'é']);
  });

  test('is read through symbolic links', async () => {
    write({ 'Chart.yaml': 'name: a', 'shared/one.yaml': 'kind: A' });
    symlinkSync(join(folder, 'shared'), join(folder, 'templates'));
    expect(await pathsRead()).toEqual(['Chart.yaml', 'shared/one.yaml', 'templates/one.yaml']);
  });

  test('in which links go round in a circle is refused', async () => {
    write({ 'Chart.yaml': 'name: a' });
    symlinkSync(folder, join(folder, 'again'));
    expect(await engine.readChart(folder)).toMatchObject({ kind: 'chart-error' });
  });

  test('that is not there is named', async () => {
    const outcome = await engine.readChart(join(folder, 'absent'));
    expect(outcome).toMatchObject({ kind: 'chart-error' });
    expect('message' in outcome && outcome.message).toMatch(/^The chart cannot be read: ENOENT/);
  });

  test('with too many files, or too large ones, is refused', async () => {
    write({ 'Chart.yaml': 'name: a', b: 'x'.repeat(100), c: '' });
    const few = engineUnderTest({ chartEntries: 2 });
    const small = engineUnderTest({ chartBytes: 100 });
    const outcomes = await Promise.all([few.readChart(folder), small.readChart(folder)]);
    few.stop();
    small.stop();
    expect(outcomes).toMatchObject([
      { kind: 'too-large', what: 'chart' },
      { kind: 'too-large', what: 'chart' },
    ]);
  });
});

test('equal bytes have equal ids, and other bytes other ones', async () => {
  write({ 'Chart.yaml': 'name: a', x: '1' });
  const first = await chartAt(engine, folder);
  expect((await chartAt(engine, folder)).id).toBe(first.id);
  write({ x: '2' });
  expect((await chartAt(engine, folder)).id).not.toBe(first.id);
});

test('an archive is taken as it is', async () => {
  const chart = await chartAt(engine, join(fixtures, 'charts', 'packed-0.3.0.tgz'));
  expect('archive' in chart && chart.archive.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
});

test('a file that is no archive is a chart error', async () => {
  write({ 'notes.tgz': 'text' });
  const chart = await chartAt(engine, join(folder, 'notes.tgz'));
  const outcome = await engine.render({ chart, valuesFiles: [], release: 'a', namespace: 'b' });
  expect(outcome).toMatchObject({ kind: 'chart-error' });
});
