import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import type { Chart } from '../../server/src/chart/chart.ts';
import { knownChart } from '../../server/src/chart/known-chart.ts';
import { valuesFor } from '../../server/src/chart/dependencies.ts';
import { chartFinder } from '../../server/src/node/files/chart-finder.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { packChart } from './pack-chart.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder with these files; `box/` is the chart in the box. */
function given(files: Readonly<Record<string, string>>, known?: () => Chart) {
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
  const helmCache = {
    repository: join(root, 'helm/repository'),
    content: join(root, 'helm/content'),
  };
  const finder = chartFinder({ box: join(root, 'box'), helmCache, ...(known && { known }) });
  const place = (file: string, settingChart?: string) => ({
    file: join(root, file),
    ...(settingChart !== undefined && {
      settingChart: settingChart === 'box' ? settingChart : join(root, settingChart),
    }),
  });
  const look = (file: string, text = '', settingChart?: string) => {
    const found = finder.surround(parse(text), place(file, settingChart));
    const { location } = found.chart;
    return {
      ...found,
      chosen: `${location.chosenBy} ${location.directory?.slice(root.length) ?? ''}`,
    };
  };
  /** A packed chart, told apart by its version; its words are those of its generation. */
  const pack = (path: string, version: string, name = 'inference-charts') => {
    packChart(join(root, path), { 'Chart.yaml': `name: ${name}\nversion: ${version}\n` }, name);
  };
  const list = (file: string) =>
    finder
      .alternatives(parse(''), place(file))
      .map(({ version, directory, why, setting }) => [
        version,
        directory.slice(root.length),
        why,
        setting === 'box' ? setting : setting.slice(root.length),
      ]);
  return { root, write, finder, look, pack, list };
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

const words01 = 'modelParameters: { modelId: a/b }\n';
const words02 = 'model: a/b\n';

test('each source outranks the ones behind it', () => {
  fc.assert(
    fc.property(
      fc.record({
        modeline: fc.boolean(),
        setting: fc.boolean(),
        folder: fc.boolean(),
        archive: fc.boolean(),
        cache: fc.boolean(),
        words: fc.constantFrom('', words01, words02),
        isKnown: fc.boolean(),
      }),
      (is) => {
        const { look, pack, write } = given({}, is.isKnown ? knownChart : undefined);
        if (is.modeline) write('named/Chart.yaml', ours());
        if (is.setting) write('set/Chart.yaml', ours());
        if (is.folder) write('here/copy/Chart.yaml', ours());
        if (is.archive) pack('here/inference-charts-0.2.1.tgz', '0.2.1');
        if (is.cache) pack('helm/repository/inference-charts-0.2.7.tgz', '0.2.7');
        const text = `${is.modeline ? '# inference-charts: chart=../named\n' : ''}${is.words}`;
        const strongest = [
          is.modeline && 'modeline /named',
          is.setting && 'setting /set',
          is.folder && 'nearby /here/copy',
          is.archive && 'nearby /here/inference-charts-0.2.1.tgz',
          is.cache &&
            is.words !== words01 &&
            'helm-cache /helm/repository/inference-charts-0.2.7.tgz',
          is.isKnown && is.words === words02 && 'known ',
          'box /box',
        ].find((source) => source !== false);
        const { chosen, problems } = look('here/x.yaml', text, is.setting ? 'set' : undefined);
        expect(chosen).toBe(strongest);
        expect(problems).toEqual([]);
      },
    ),
    { numRuns: 60 },
  );
});

test('a packed chart beside the file, in its charts folder, or above it', () => {
  const { look, pack } = given({});
  pack('inference-charts-0.2.1.tgz', '0.2.1');
  expect(look('deep/er/x.yaml').chosen).toBe('nearby /inference-charts-0.2.1.tgz');
  const { look: lookBelow, pack: packBelow } = given({});
  packBelow(
    'umbrella/charts/ai-on-eks-inference-charts-0.1.3.tgz',
    '0.1.3',
    'ai-on-eks-inference-charts',
  );
  expect(lookBelow('umbrella/values.yaml').chart.version).toBe('0.1.3');
});

test('of several packed charts in one place the newest that fits the words', () => {
  const { look, pack } = given({});
  for (const version of ['0.1.0', '0.1.9', '0.1.10', '0.2.2', '0.2.10', '0.3.0-rc.1'])
    pack(`inference-charts-${version}.tgz`, version);
  expect(look('work/x.yaml', words01).chart.version).toBe('0.1.10');
  expect(look('work/x.yaml', words02).chart.version).toBe('0.2.10');
  expect(look('work/x.yaml').chart.version).toBe('0.2.10');
});

test('a packed chart that is near is taken whatever the words of the file are', () => {
  const { look, pack } = given({});
  pack('inference-charts-0.2.7.tgz', '0.2.7');
  expect(look('work/x.yaml', words01).chart.version).toBe('0.2.7');
});

test('an archive of our name that holds something else is passed over, a broken one is told', () => {
  const { look, pack, write, finder, root } = given({});
  pack('inference-charts-0.2.7.tgz', '0.2.7', 'postgres');
  expect(look('work/x.yaml')).toMatchObject({ chosen: 'box /box', problems: [] });
  write('inference-charts-0.2.8.tgz', 'not packed');
  finder.forget(join(root, 'inference-charts-0.2.8.tgz'));
  expect(look('work/x.yaml').problems.map(({ message }) => message)).toEqual([
    `The chart ${join(root, 'inference-charts-0.2.8.tgz')} cannot be used: it is not a packed chart.`,
  ]);
});

test('what Helm fetched, the newest that fits the words', () => {
  const { look, pack } = given({});
  for (const version of ['0.1.0', '0.2.1', '0.2.7'])
    pack(`helm/repository/inference-charts-${version}.tgz`, version);
  pack('helm/repository/postgres-9.0.0.tgz', '9.0.0', 'postgres');
  expect(look('work/x.yaml', words01)).toMatchObject({
    chosen: 'helm-cache /helm/repository/inference-charts-0.1.0.tgz',
    explanation: "It is the newest chart in Helm's cache that reads the words of the file.",
  });
  expect(look('work/x.yaml', words02).chart.version).toBe('0.2.7');
  expect(look('work/x.yaml')).toMatchObject({
    chart: { version: '0.2.7' },
    explanation: "It is the newest chart in Helm's cache.",
  });
});

test('what Helm 4 fetched, which lies under its hash', () => {
  const { look, pack, list } = given({});
  pack(`helm/content/ab/ab${'0'.repeat(62)}.chart`, '0.2.7');
  pack(`helm/content/cd/cd${'0'.repeat(62)}.chart`, '9.0.0', 'postgres');
  pack('helm/repository/inference-charts-0.2.7.tgz', '0.2.7');
  pack(`helm/content/ef/ef${'0'.repeat(62)}.chart`, '0.2.8');
  expect(look('work/x.yaml', words02).chosen).toBe(
    `helm-cache /helm/content/ef/ef${'0'.repeat(62)}.chart`,
  );
  expect(list('work/x.yaml').map(([version]) => version)).toEqual(['0.2.8', '0.2.7', '0.1.0']);
});

test('what is broken in the cache is passed over without a word', () => {
  const { look, pack, write } = given({});
  pack('helm/repository/inference-charts-0.2.1.tgz', '0.2.1');
  write('helm/repository/inference-charts-0.2.7.tgz', 'half of it');
  expect(look('work/x.yaml', words02)).toMatchObject({ chart: { version: '0.2.1' }, problems: [] });
});

test('a copy in the cache that speaks the other words is passed over, whatever its number says', () => {
  const { look, root } = given({});
  packChart(join(root, 'helm/repository/inference-charts-0.2.9.tgz'), {
    'Chart.yaml': ours('0.2.9'),
    'templates/a.yaml': '{{ if eq .Values.inference.framework "rayVllm" }}{{ end }}',
  });
  expect(look('work/x.yaml', words02).chosen).toBe('box /box');
  expect(look('work/x.yaml').chart).toMatchObject({ version: '0.2.9', generation: '0.1' });
});

test('the chart in the box can be named, and a folder of that name as ./box', () => {
  const { look, pack, root, finder } = given({ 'deep/box/Chart.yaml': ours('0.1.8') });
  pack('deep/inference-charts-0.2.7.tgz', '0.2.7');
  expect(look('deep/x.yaml', '', 'box').chosen).toBe('setting /box');
  expect(look('deep/x.yaml', '# inference-charts: chart=box\n').chosen).toBe('modeline /box');
  expect(look('deep/x.yaml', '# inference-charts: chart=./box\n').chosen).toBe(
    'modeline /deep/box',
  );
  const flagged = finder.surround(parse(''), { file: join(root, 'deep/x.yaml'), flagChart: 'box' });
  expect(flagged.chart.location).toEqual({ directory: join(root, 'box'), chosenBy: 'setting' });
});

test('a setting and a modeline name an archive as well as a folder', () => {
  const { look, pack } = given({});
  pack('vendor/any-name.tgz', '0.2.3');
  expect(look('work/x.yaml', '', 'vendor/any-name.tgz').chosen).toBe(
    'setting /vendor/any-name.tgz',
  );
  expect(
    look('work/x.yaml', '# inference-charts: chart=../vendor/any-name.tgz\n').chart.version,
  ).toBe('0.2.3');
});

test('lists what else there is: near, in the cache, in the box', () => {
  const { list, pack } = given({
    'work/copy/Chart.yaml': ours('0.2.5'),
    'inference-charts/Chart.yaml': ours('0.1.4'),
  });
  pack('work/inference-charts-0.2.1.tgz', '0.2.1');
  pack('work/inference-charts-9.9.9.tgz', '9.9.9', 'postgres');
  pack('helm/repository/inference-charts-0.2.7.tgz', '0.2.7');
  expect(list('work/x.yaml')).toEqual([
    ['0.2.5', '/work/copy', 'folder near the file', '/work/copy'],
    [
      '0.2.1',
      '/work/inference-charts-0.2.1.tgz',
      'archive near the file',
      '/work/inference-charts-0.2.1.tgz',
    ],
    ['0.1.4', '/inference-charts', 'folder near the file', '/inference-charts'],
    [
      '0.2.7',
      '/helm/repository/inference-charts-0.2.7.tgz',
      "in Helm's cache",
      '/helm/repository/inference-charts-0.2.7.tgz',
    ],
    ['0.1.0', '/box', 'in the box', 'box'],
  ]);
});

test('an archive that comes, changes or goes is noticed once it is said', () => {
  const { look, pack, finder, root } = given({});
  const change = (path: string, then: () => void) => {
    then();
    finder.forget(join(root, path));
    return look('work/x.yaml', words02);
  };
  const beside = 'inference-charts-0.2.1.tgz';
  const cached = 'helm/repository/inference-charts-0.2.7.tgz';
  expect(look('work/x.yaml', words02).chosen).toBe('box /box');
  expect(
    change(cached, () => {
      pack(cached, '0.2.7');
    }).chosen,
  ).toBe(`helm-cache /${cached}`);
  expect(
    change(beside, () => {
      pack(beside, '0.2.1');
    }).chart.version,
  ).toBe('0.2.1');
  expect(
    change(beside, () => {
      pack(beside, '0.2.100');
    }).chart.version,
  ).toBe('0.2.100');
  expect(
    change(beside, () => {
      rmSync(join(root, beside));
    }).chosen,
  ).toBe(`helm-cache /${cached}`);
  expect(
    change(cached, () => {
      rmSync(join(root, cached));
    }).chosen,
  ).toBe('box /box');
});

test('says where a chart would have to come', () => {
  const { look, root, write } = given({});
  const searched = (text = '', setting?: string) =>
    (look('here/x.yaml', text, setting).searched ?? []).map(({ path, deep }) => [
      path.slice(root.length),
      deep,
    ]);
  const beside = [
    ['/here', false],
    ['/here/charts', false],
  ];
  const cache = [
    ['/helm/repository', false],
    ['/helm/content', true],
  ];
  expect(searched()).toEqual([...beside, ...cache]);
  write('set/Chart.yaml', ours());
  expect(searched('', 'set')).toEqual([]);
  const { look: lookNear, root: nearRoot, pack: packNear } = given({});
  packNear('here/inference-charts-0.2.1.tgz', '0.2.1');
  expect(lookNear('here/x.yaml').searched?.map(({ path }) => path.slice(nearRoot.length))).toEqual([
    '/here',
    '/here/charts',
  ]);
});

const umbrella = (repository = '') =>
  `name: platform\nversion: 1.0.0\ndependencies:\n  - name: inference-charts\n    alias: llm\n    version: 0.2.7\n    repository: "${repository}"\n`;

/** The chart by which the values below `llm` are judged. */
function judgedBy({ root, finder }: ReturnType<typeof given>, file: string, text: string) {
  const path = join(root, file);
  const parent = finder.parentOf(path);
  const [dependency] = parent?.dependencies ?? [];
  const document = dependency && valuesFor(dependency, parse(text));
  if (parent === undefined || dependency === undefined || document === undefined)
    throw new Error('Nothing stands below llm.');
  return finder.surround(document, { file: path, dependency: { parent, dependency } });
}

test('the chart of somebody else that a file lies in', () => {
  const { finder, root, write } = given({
    'u/Chart.yaml': umbrella(),
    'u/charts/other/Chart.yaml': 'name: other\nversion: 1.0.0\n',
    'ours/Chart.yaml': ours(),
  });
  const parentOf = (file: string) => finder.parentOf(join(root, file))?.name;
  expect(parentOf('u/values.yaml')).toBe('platform');
  expect(parentOf('u/env/prod/values.yaml')).toBe('platform');
  expect(parentOf('u/charts/other/values.yaml')).toBe('other');
  expect(parentOf('ours/values-a.yaml')).toBeUndefined();
  expect(parentOf('values.yaml')).toBeUndefined();
  write('Chart.yaml', 'name: new\nversion: 1.0.0\n');
  finder.forget(join(root, 'Chart.yaml'));
  expect(parentOf('values.yaml')).toBe('new');
});

test('a dependency is judged by the copy of its parent, then by what is near', () => {
  const near = {
    'u/Chart.yaml': umbrella('file://../mine'),
    'u/charts/redis/Chart.yaml': 'name: redis\nversion: 1.0.0\n',
    'u/inference-charts/Chart.yaml': ours('0.2.1'),
  };
  const local = { ...near, 'mine/Chart.yaml': ours('0.2.5') };
  const files = { ...local, 'u/charts/renamed/Chart.yaml': ours('0.2.7') };
  const text = 'llm: {a: 1}\n';
  const version = (some: Readonly<Record<string, string>>) =>
    judgedBy(given(some), 'u/values.yaml', text).chart.version;
  expect([files, local, near].map(version)).toEqual(['0.2.7', '0.2.5', '0.2.1']);
  const named = `# inference-charts: chart=.\n${text}`;
  expect(judgedBy(given(near), 'u/values.yaml', named).chart.version).toBe('0.2.1');
});

test('a packed dependency is taken in the version that is asked for, else the newest', () => {
  const packed = (version: string) => {
    const folder = mkdtempSync(join(tmpdir(), 'inference-charts-packed-'));
    folders.push(folder);
    mkdirSync(join(folder, 'inference-charts'));
    writeFileSync(join(folder, 'inference-charts/Chart.yaml'), ours(version));
    const file = join(folder, `inference-charts-${version}.tgz`);
    execFileSync('tar', ['-czf', file, '-C', folder, 'inference-charts']);
    return { file, name: `inference-charts-${version}.tgz` };
  };
  const chosen = (...versions: readonly string[]) => {
    const house = given({ 'u/Chart.yaml': umbrella(), 'u/charts/redis-9.0.0.tgz': '' });
    for (const { file, name } of versions.map(packed))
      copyFileSync(file, join(house.root, 'u/charts', name));
    return judgedBy(house, 'u/values.yaml', 'llm: {a: 1}\n').chart.version;
  };
  expect(chosen('0.2.10', '0.2.7', '0.2.9')).toBe('0.2.7');
  expect(chosen('0.2.9', '0.2.10')).toBe('0.2.10');
});

test('where no copy of a dependency is to be had, its version tells the generation', () => {
  const house = given({ 'u/Chart.yaml': umbrella() }, knownChart);
  expect(
    judgedBy(house, 'u/values.yaml', 'llm: {inference: {accelerator: gpu}}\n').chart,
  ).toMatchObject({
    generation: '0.2',
    location: { chosenBy: 'known' },
  });
});

test('below values of a dependency lie those of its parent', () => {
  const house = given({
    'u/Chart.yaml': umbrella(),
    'u/values.yaml': 'global: {a: 1}\nllm: {b: 1}\n',
    'u/env/base.yaml': 'llm: {b: 2}\n',
  });
  const text = '# inference-charts: after=base.yaml\nllm: {b: 3}\n';
  const files = (file: string) => judgedBy(house, file, text).earlier.map((one) => one.file);
  expect(files('u/env/prod.yaml')).toEqual(['values.yaml', 'base.yaml', 'values.yaml']);
  expect(files('u/values.yaml')).toEqual([]);
});
