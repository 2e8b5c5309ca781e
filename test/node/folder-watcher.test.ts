import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderWatcher } from '../../server/src/node/files/folder-watcher.ts';

let root: string;
let watcher: ReturnType<typeof folderWatcher>;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'inference-charts-watcher-'));
  mkdirSync(join(root, 'chart/templates'), { recursive: true });
  watcher = folderWatcher();
});

afterEach(() => {
  watcher.close();
  rmSync(root, { recursive: true });
});

/** Watches, and answers the next change that is told. */
function nextChange(...folders: readonly { path: string; deep: boolean }[]) {
  return new Promise<readonly string[]>((resolve) => {
    watcher.watch(folders, resolve);
  });
}

const chart = () => ({ path: join(root, 'chart'), deep: true });
const write = (path: string) => {
  writeFileSync(join(root, path), path);
};

test('a file in a folder of the chart is told', async () => {
  const change = nextChange(chart());
  write('chart/templates/service.yaml');
  expect(await change).toContain(join(root, 'chart/templates/service.yaml'));
});

test('a folder that comes later is watched with all that came with it', async () => {
  mkdirSync(join(root, 'new/deep/deeper'), { recursive: true });
  const came = nextChange(chart());
  cpSync(join(root, 'new'), join(root, 'chart/new'), { recursive: true });
  expect(await came).toContain(join(root, 'chart/new'));

  const change = nextChange(chart());
  write('chart/new/deep/deeper/late.tpl');
  expect(await change).toContain(join(root, 'chart/new/deep/deeper/late.tpl'));
});

test('a chart that took the place of another is watched', async () => {
  cpSync(join(root, 'chart'), join(root, 'next'), { recursive: true });
  const went = nextChange(chart());
  rmSync(join(root, 'chart'), { recursive: true });
  renameSync(join(root, 'next'), join(root, 'chart'));
  await went;

  const change = nextChange(chart());
  write('chart/templates/service.yaml');
  expect(await change).toContain(join(root, 'chart/templates/service.yaml'));
});

test('what is watched no longer is not told, nor what lies deeper than asked', async () => {
  mkdirSync(join(root, 'values/inner'), { recursive: true });
  void nextChange(chart());
  const change = nextChange({ path: join(root, 'values'), deep: false });
  write('chart/Chart.yaml');
  write('values/inner/too-deep.yaml');
  write('values/base.yaml');
  expect(await change).toEqual([join(root, 'values/base.yaml')]);
});

test('a folder that is not there is tried again at the next call', async () => {
  const folder = { path: join(root, 'later'), deep: false };
  void nextChange(folder);
  mkdirSync(folder.path);
  const change = nextChange(folder);
  write('later/base.yaml');
  expect(await change).toContain(join(root, 'later/base.yaml'));
});
