import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { describeChart } from '../../server/src/chart/describe-chart.ts';
import type { Chart, ChartTexts } from '../../server/src/chart/chart.ts';
import { readsFinder } from '../../server/src/chart/reads-finder.ts';
import { analyze } from '../../server/src/ide/analysis.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { packedNames } from '../../server/src/node/files/name-packed.ts';
import { readAnyChart } from '../../server/src/node/files/read-chart.ts';
import type { Result } from '../../server/src/base/result.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { engineUnderTest, fixtures, root } from '../engine/engine-under-test.ts';
import { packChart } from './pack-chart.ts';

const engine = engineUnderTest();
const scratch = mkdtempSync(join(tmpdir(), 'inference-charts-packed-'));
afterAll(() => {
  engine.stop();
  rmSync(scratch, { recursive: true });
});

const published = join(fixtures, 'charts');
const folders = [
  join(root, 'inference-charts'),
  ...readdirSync(published, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(published, name)),
];

const files = [
  '',
  'inference: { framework: vllm, accelerator: gpu, modelServer: { deployment: { instanceType: inf2.8xlarge } } }',
  'inference: { framework: rayVllm }\nmodelParameters: { modelId: Qwen/Qwen3-8B, maxModelLen: 8192, enableChunkedPrefill: false, noSuchKey: 1 }',
  'model: Qwen/Qwen3-8B\ninference: { framework: ray-vllm }\nmodelParameters: { maxNumSeqs: 4, pipeline: x }\nnoSuchKey: 1',
  ...['values-autoscaling-ray-vllm.yaml', 'values-deepseek-r1-0528-vllm-gpu.yaml'].map((name) =>
    readFileSync(join(root, 'presets', name), 'utf8'),
  ),
].map((text) => parse(text));

function described(read: Result<ChartTexts, string>): Chart | string {
  const location = { directory: '/chart', chosenBy: 'nearby' as const };
  return read.ok ? describeChart(read.value, location) : read.failure;
}

/** Packs what Helm would load of a folder. */
async function pack(folder: string): Promise<string | undefined> {
  const read = await engine.readChart(folder);
  if (read.kind !== 'read' || !('files' in read.chart)) return undefined;
  const archive = join(scratch, `${basename(folder)}-1.0.0.tgz`);
  packChart(
    archive,
    Object.fromEntries(read.chart.files.map(({ path, bytes }) => [path, bytes])),
    basename(folder),
  );
  return archive;
}

/** Dependencies come in no order. */
async function readsOf(path: string): Promise<unknown> {
  const read = await engine.readChart(path);
  const outcome = read.kind === 'read' ? await engine.reads(read.chart) : read;
  return outcome.kind === 'reads'
    ? outcome.reads.map((place) => JSON.stringify(place)).sort()
    : outcome;
}

describe.each(folders)('%s', (folder) => {
  test('says packed what it says unpacked', async () => {
    const archive = await pack(folder);
    if (archive === undefined) throw new Error(`${folder} cannot be packed.`);
    const [unpacked, packed] = [folder, archive].map((path) => described(readAnyChart(path)));
    expect(told(packed)).toEqual(told(unpacked));
    if (typeof packed !== 'object' || typeof unpacked !== 'object') return;
    expect(await readsOf(archive)).toEqual(await readsOf(folder));
    for (const document of files) {
      const [ofFolder, ofArchive] = await Promise.all([
        findings(unpacked, folder, document),
        findings(packed, archive, document),
      ]);
      expect(ofArchive).toEqual(ofFolder);
    }
  });
});

/** What the comments say in place of the functions that look it up. */
function told(chart: Chart | string | undefined): unknown {
  if (typeof chart !== 'object') return chart;
  const { comments, defaults, ...rest } = chart;
  const keys = defaults.root?.kind === 'map' ? defaults.root.entries.map(({ key }) => key) : [];
  return { ...rest, defaults, comments: keys.map((key) => comments.at([key])) };
}

async function findings(chart: Chart, directory: string, document: (typeof files)[number]) {
  const reads = readsFinder(engine);
  const located = { ...chart, location: { directory, chosenBy: 'nearby' as const } };
  await reads.find(located);
  const judged = reads.withReads(located);
  return diagnose(analyze(document, { chart: judged, earlier: [] }));
}

test('what Helm leaves out of an archive is not read in the folder either', async () => {
  const folder = join(scratch, 'with-rules');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const framework = (name: string) => `{{ if eq .Values.inference.framework "${name}" }}{{ end }}`;
  write('Chart.yaml', '\uFEFFname: inference-charts\nversion: 0.2.7\n');
  write('values.yaml', '\uFEFFa: 1\n');
  write('.helmignore', '*.old.yaml\ntemplates/retired/\nfiles/draft*\n');
  write('templates/a.yaml', framework('ray-vllm'));
  write('templates/a.old.yaml', framework('rayVllm'));
  write('templates/retired/b.yaml', framework('rayVllm'));
  write('templates/.c.yaml', framework('rayVllm'));
  write(`templates/${'long/'.repeat(7)}${'d'.repeat(90)}.yaml`, framework('aibrix'));
  write('templates/ümlaut.yaml', framework('diffusers'));
  write('templates/NOTES.md', framework('rayVllm'));
  write('files/serve.py', 'os.environ["MODEL"]\n');
  write('files/draft.py', 'os.environ["NOT_YET"]\n');
  write('elsewhere/shared/e.yaml', framework('nim-container'));
  symlinkSync(join(folder, 'elsewhere/shared'), join(folder, 'templates/linked'));
  const archive = await pack(folder);

  const unpacked = readAnyChart(folder);
  expect(readAnyChart(archive ?? '')).toEqual(unpacked);
  expect(described(unpacked)).toMatchObject({
    generation: '0.2',
    frameworks: ['aibrix', 'diffusers', 'nim-container', 'ray-vllm'],
    defaults: { text: 'a: 1\n' },
  });
  expect(unpacked.ok && [...(unpacked.value.scripts ?? new Map()).keys()]).toEqual([
    'files/serve.py',
  ]);
});

test('a file that is too large is refused, or left out, in both', () => {
  const large = '#'.repeat(6 * 2 ** 20);
  const folder = join(scratch, 'large');
  cpSync(join(published, 'generation-0.2'), folder, { recursive: true });
  writeFileSync(join(folder, 'templates/large.yaml'), large);
  const parts = { 'Chart.yaml': 'name: inference-charts\nversion: 0.2.7\n' };
  const archive = join(scratch, 'large.tgz');
  const read = readAnyChart(folder);
  expect(read.ok && read.value.templates.has('templates/large.yaml')).toBe(false);
  packChart(archive, { ...parts, 'templates/large.yaml': large, 'templates/a.yaml': 'a: 1' });
  const packed = readAnyChart(archive);
  expect(packed.ok && [...packed.value.templates.keys()]).toEqual(['templates/a.yaml']);

  writeFileSync(join(folder, 'values.yaml'), large);
  packChart(archive, { ...parts, 'values.yaml': large });
  const failure = 'its values.yaml cannot be read: it is larger than 5 MiB';
  expect(readAnyChart(folder)).toEqual({ ok: false, failure });
  expect(readAnyChart(archive)).toEqual({ ok: false, failure });
});

test('what Helm refuses to unpack, and what is broken, is no chart', () => {
  const archive = join(scratch, 'odd.tgz');
  const chart = {
    'Chart.yaml': 'name: inference-charts\nversion: 0.2.7\n',
    'templates/a.yaml': '',
  };
  packChart(archive, chart);
  const bytes = readFileSync(archive);
  writeFileSync(archive, bytes.subarray(0, bytes.length - 20));
  expect(readAnyChart(archive)).toEqual({ ok: false, failure: 'it is not a packed chart' });
  expect(packedNames().nameOf(archive)?.version).toBe('0.2.7');

  writeFileSync(
    archive,
    gzipSync(
      renamed(
        gunzipSync(bytes),
        'inference-charts/templates/a.yaml',
        'inference-charts/../../../tmp/aaa',
      ),
    ),
  );
  expect(readAnyChart(archive)).toEqual({
    ok: false,
    failure: 'it holds files outside of its folder',
  });

  writeFileSync(archive, 'not packed');
  expect(readAnyChart(archive)).toEqual({ ok: false, failure: 'it is not a packed chart' });
  expect(packedNames().nameOf(archive)).toBeUndefined();
  expect(packedNames().nameOf(scratch)).toBeUndefined();
});

/** Gives an entry of a tar archive another name of no greater length, checksum included. */
function renamed(archive: Buffer, from: string, to: string): Buffer {
  const changed = Buffer.from(archive);
  const at = changed.indexOf(from);
  const header = changed.subarray(at, at + 512);
  header.fill(0, 0, 100).write(to, 0, 'utf8');
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'ascii');
  return changed;
}
