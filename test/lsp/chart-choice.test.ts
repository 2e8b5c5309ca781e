import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { chartChanged, chartRequest, type ChartInfo } from '../../server/src/protocol.ts';
import { packChart } from '../node/pack-chart.ts';
import { Editor, type EditorOptions } from './editor.ts';

let editor: Editor;
afterEach(() => editor.close());

async function start(options: EditorOptions = {}): Promise<void> {
  editor = await Editor.start(options);
}

/** A packed chart of ours, in the workspace or in Helm's cache. */
function pack(path: string, version: string, folder = editor.folder): string {
  const archive = join(folder, path);
  packChart(archive, {
    'Chart.yaml': `apiVersion: v2\nname: inference-charts\nversion: ${version}\n`,
    'values.yaml': 'inference:\n  framework: vllm\n',
  });
  return archive;
}

const words02 = 'model: Qwen/Qwen3-8B\n';
const ask = (path: string, withAlternatives = false) =>
  editor.ask(chartRequest, { uri: editor.uri(path), withAlternatives });

test('the charts that a file could be judged by are listed when they are asked for', async () => {
  await start();
  const beside = pack('deep/inference-charts-0.2.1.tgz', '0.2.1');
  const fetched = pack('repository/inference-charts-0.2.7.tgz', '0.2.7', editor.helmCache);
  await editor.open('deep/values.yaml', words02);

  expect(await ask('deep/values.yaml')).not.toHaveProperty('alternatives');
  const answer = await ask('deep/values.yaml', true);
  expect(answer).toMatchObject({
    version: '0.2.1',
    chosenBy: 'nearby',
    directory: beside,
    explanation: 'It is the nearest chart to the file.',
  });
  const told = answer?.alternatives?.map(({ version, why, isChosen, setting }) => [
    version,
    why,
    isChosen,
    setting,
  ]);
  expect(told).toEqual([
    ['0.2.1', 'archive near the file', true, beside],
    ['0.2.7', "in Helm's cache", false, fetched],
    ['0.1.0', 'in the box', false, 'box'],
  ]);

  const heard = editor.told(chartChanged);
  await editor.changeSettings({ chart: 'box' });
  await heard;
  const boxed = await ask('deep/values.yaml', true);
  expect(boxed).toMatchObject({ version: '0.1.0', chosenBy: 'setting' });
  expect(boxed?.alternatives?.map(({ isChosen }) => isChosen)).toEqual([false, false, true]);
});

/** What is said of the file once it is judged by this version; told of it by the server, not asked again and again. */
async function judgedBy(version: string, change: () => void): Promise<ChartInfo | null> {
  change();
  for (;;) {
    const heard = editor.told(chartChanged);
    const answer = await ask('values.yaml');
    if (answer?.version === version) return answer;
    expect((await heard).uris).toEqual([editor.uri('values.yaml')]);
  }
}

test('an archive that comes beside a file, changes and goes is noticed, whatever the editor tells', async () => {
  await start();
  await editor.open('values.yaml', words02);
  const before = await ask('values.yaml');
  expect(before).toMatchObject({ chosenBy: 'known' });
  const beside = 'inference-charts-0.2.1.tgz';
  const came = await judgedBy('0.2.1', () => pack(beside, '0.2.1'));
  expect(came).toMatchObject({ chosenBy: 'nearby' });
  await judgedBy('0.2.2', () => pack(beside, '0.2.2'));
  const gone = await judgedBy(before?.version ?? '', () => {
    rmSync(join(editor.folder, beside));
  });
  expect(gone).toMatchObject({ chosenBy: 'known' });
});

test('what Helm fetches while a file is open is noticed', async () => {
  await start();
  const first = pack('repository/inference-charts-0.2.1.tgz', '0.2.1', editor.helmCache);
  await editor.open('values.yaml', words02);
  expect(await ask('values.yaml')).toMatchObject({ directory: first, chosenBy: 'helm-cache' });
  const next = 'repository/inference-charts-0.2.2.tgz';
  await judgedBy('0.2.2', () => pack(next, '0.2.2', editor.helmCache));
  await judgedBy('0.2.1', () => {
    rmSync(join(editor.helmCache, next));
  });
});

test('the words that are typed choose among what Helm has fetched', async () => {
  await start();
  for (const version of ['0.1.0', '0.2.7'])
    pack(`repository/inference-charts-${version}.tgz`, version, editor.helmCache);
  await editor.open('values.yaml', 'inference: {}\n');
  expect(await ask('values.yaml')).toMatchObject({ version: '0.2.7' });
  await editor.type('values.yaml', [0, 0, 13], 'modelParameters: { modelId: a/b }');
  expect(await ask('values.yaml')).toMatchObject({ version: '0.1.0', chosenBy: 'helm-cache' });
});
