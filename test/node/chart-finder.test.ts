import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { chartFinder } from '../../server/src/node/files/chart-finder.ts';
import { parse } from '../../server/src/syntax/parse.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files; `box/` is the chart in the box. */
function given(files: Readonly<Record<string, string>>) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'inference-charts-files-')));
  folders.push(root);
  const write = (path: string, text: string) => {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  // The search ends at a repository, so that charts elsewhere on this machine do not matter.
  write('.git/HEAD', '');
  write('box/Chart.yaml', 'name: ai-on-eks-inference-charts\nversion: 0.1.0\n');
  for (const [path, text] of Object.entries(files)) write(path, text);
  const finder = chartFinder({ box: join(root, 'box') });
  const look = (file: string, text = '', settingChart?: string) => {
    const found = finder.surround(parse(text), {
      file: join(root, file),
      ...(settingChart !== undefined && { settingChart: join(root, settingChart) }),
    });
    const { location } = found.chart;
    return { ...found, chosen: `${location.chosenBy} ${location.directory?.slice(root.length) ?? ''}` };
  };
  return { root, write, finder, look };
}

const ours = (version = '0.1.0') => `name: inference-charts\nversion: ${version}\n`;

test('the nearest chart of ours above the file or beside it', () => {
  const { look } = given({
    'repo/.git/HEAD': '',
    'repo/charts/inference/Chart.yaml': ours(),
    'repo/values/deep/one.yaml': '',
    'repo/other/Chart.yaml': 'name: postgres\nversion: 1.0.0\n',
  });
  expect(look('repo/charts/inference/values-a.yaml').chosen).toBe('nearby /repo/charts/inference');
  expect(look('repo/charts/inference/values/b.yaml').chosen).toBe('nearby /repo/charts/inference');
  expect(look('repo/charts/c.yaml').chosen).toBe('nearby /repo/charts/inference');
  expect(look('repo/values/deep/one.yaml').chosen).toBe('box /box');
  expect(look('repo/other/values.yaml').chosen).toBe('box /box');
});

test('further up a chart is found by its folder’s name, as far as the repository goes', () => {
  const { look } = given({
    'repo/.git/HEAD': '',
    'repo/inference-charts/Chart.yaml': ours(),
    'repo/a/b/c/values.yaml': '',
    'inner/.git/HEAD': '',
    'inference-charts/Chart.yaml': ours(),
    'inner/values.yaml': '',
  });
  expect(look('repo/a/b/c/values.yaml').chosen).toBe('nearby /repo/inference-charts');
  expect(look('inner/values.yaml').chosen).toBe('box /box');
});

test('a modeline outranks the setting, the setting outranks what is near', () => {
  const { look } = given({
    'a/Chart.yaml': ours(),
    'b/Chart.yaml': 'name: anything\nversion: 1.0.0\n',
    'c/Chart.yaml': ours(),
    'c/values.yaml': '',
  });
  const modeline = '# inference-charts: chart=../a\n';
  expect(look('c/values.yaml', modeline, 'b').chosen).toBe('modeline /a');
  expect(look('c/values.yaml', '', 'b').chosen).toBe('setting /b');
  expect(look('c/values.yaml').chosen).toBe('nearby /c');
});

test('a chart that was named and cannot be read is told, and the next best is taken', () => {
  const { look, root } = given({ 'c/Chart.yaml': ours(), 'c/values.yaml': '' });
  const text = 'inference: {}\n# inference-charts: chart=../gone\n';
  const found = look('c/values.yaml', text);
  expect(found.chosen).toBe('nearby /c');
  expect(found.problems).toEqual([
    {
      code: 'chart-not-readable',
      message: 'The chart ../gone cannot be used: there is no Chart.yaml in it.',
      span: { start: 14, end: text.length - 1 },
    },
  ]);
  expect(found.explanation).toContain('../gone');
  expect(look('c/values.yaml', '', 'gone').problems).toEqual([
    {
      code: 'chart-not-readable',
      message: `The chart ${join(root, 'gone')} cannot be used: there is no Chart.yaml in it.`,
    },
  ]);
});

test('earlier files come in the order of the modeline, and a missing one is told', () => {
  const { look } = given({ 'one.yaml': 'a: 1\n', 'deep/two.yaml': 'a: 2\n' });
  const text = '# inference-charts: after=../one.yaml,two.yaml after=three.yaml\n';
  const { earlier, problems } = look('deep/values.yaml', text);
  expect(earlier.map(({ file, document }) => [file, document.text])).toEqual([
    ['../one.yaml', 'a: 1\n'],
    ['two.yaml', 'a: 2\n'],
  ]);
  expect(problems.map(({ message }) => message)).toEqual([
    'The values file three.yaml cannot be read: there is no such file.',
  ]);
});

test('a folder, a device or a huge file is no values file', () => {
  const { look } = given({ 'folder/x.yaml': '', 'huge.yaml': '#'.repeat(6 * 2 ** 20) });
  const text = '# inference-charts: after=folder,/dev/zero,huge.yaml\n';
  expect(look('values.yaml', text).problems.map(({ message }) => message)).toEqual([
    'The values file folder cannot be read: it is not a file.',
    'The values file /dev/zero cannot be read: it is not a file.',
    'The values file huge.yaml cannot be read: it is larger than 5 MiB.',
  ]);
});

test('the chart is what its files say', () => {
  const { look } = given({
    'c/Chart.yaml': ours('0.2.3'),
    'c/values.yaml': 'inference:\n  framework: vllm\n',
    'c/templates/deep/a.yaml': '{{ if eq .Values.inference.framework "ray-vllm" }}{{ end }}',
    'c/templates/logo.png': 'eq .Values.inference.framework "not-text"',
  });
  expect(look('c/x.yaml').chart).toMatchObject({
    name: 'inference-charts',
    version: '0.2.3',
    generation: '0.2',
    frameworks: ['ray-vllm'],
    defaults: { text: 'inference:\n  framework: vllm\n' },
  });
});

test('a packed chart is read as well as a folder', () => {
  const { look, root } = given({
    'src/mine/Chart.yaml': 'name: mine\nversion: 0.1.4\n',
    'src/mine/values.yaml': 'inference: {}\n',
    'src/mine/templates/a.yaml': '{{ if eq .Values.inference.framework "rayVllm" }}{{ end }}',
    'src/mine/charts/other/Chart.yaml': 'name: other\nversion: 9.0.0\n',
    'broken.tgz': 'not packed',
  });
  execFileSync('tar', ['-czf', join(root, 'mine.tgz'), '-C', join(root, 'src'), 'mine']);
  expect(look('x.yaml', '# inference-charts: chart=mine.tgz\n').chart).toMatchObject({
    name: 'mine',
    version: '0.1.4',
    frameworks: ['rayVllm'],
    defaults: { text: 'inference: {}\n' },
  });
  expect(look('x.yaml', '# inference-charts: chart=broken.tgz\n').problems).toMatchObject([
    { message: 'The chart broken.tgz cannot be used: it is not a packed chart.' },
  ]);
});

test('what changed on the disk is read again once it is said to have changed', () => {
  const { look, write, finder, root } = given({ 'c/Chart.yaml': ours(), 'base.yaml': 'a: 1\n' });
  const text = '# inference-charts: after=../base.yaml\n';
  expect(look('c/x.yaml', text)).toMatchObject({ chart: { version: '0.1.0' } });
  write('c/Chart.yaml', ours('0.1.5'));
  write('base.yaml', 'a: 2\n');
  finder.forget(join(root, 'c/Chart.yaml'));
  finder.forget(join(root, 'base.yaml'));
  const again = look('c/x.yaml', text);
  expect(again.chart.version).toBe('0.1.5');
  expect(again.earlier[0]?.document.text).toBe('a: 2\n');

  expect(look('d/x.yaml').chosen).toBe('box /box');
  write('d/Chart.yaml', ours('0.1.6'));
  finder.forget(join(root, 'd/Chart.yaml'));
  expect(look('d/x.yaml').chosen).toBe('nearby /d');
});
