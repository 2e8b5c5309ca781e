import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RenderOutcome } from '../../server/src/chart/renderer.ts';
import { analyze, type Analysis } from '../../server/src/ide/analysis.ts';
import { otherValues, overlayText } from '../../server/src/ide/provenance/variants.ts';
import { printingPlaces } from '../../server/src/ide/template-places.ts';
import { lineSources } from '../../server/src/lsp/line-sources.ts';
import { findProvenance, type Provenance } from '../../server/src/lsp/provenance.ts';
import { describeKey } from '../../server/src/schema/describe-key.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import type { Path } from '../../server/src/syntax/node.ts';
import { chartAt, engineUnderTest, fixtures, root } from '../engine/engine-under-test.ts';
import { boxChart, chart02 } from '../lint/charts.ts';
import { dedent } from '../markers.ts';

// A busy machine must not make a render look like a loop.
const engine = engineUnderTest({ requestMs: 120_000, startMs: 120_000 });
afterAll(() => {
  engine.stop();
});

const box = join(root, 'inference-charts');
const newer = join(fixtures, 'charts/generation-0.2');

interface Opened {
  readonly analysis: Analysis;
  readonly provenance: Provenance;
  readonly lines: readonly string[];
  readonly render: (over: string | undefined) => Promise<RenderOutcome>;
}

async function open(text: string, directory = box): Promise<Opened> {
  const chart = await chartAt(engine, directory);
  const analysis = analyze(parse(text), {
    chart: directory === box ? boxChart : chart02,
    earlier: [],
  });
  const render = (over: string | undefined) =>
    engine.render({
      chart,
      release: 'llama',
      namespace: 'default',
      valuesFiles: [
        { name: 'values.yaml', text },
        ...(over === undefined ? [] : [{ name: 'over', text: over }]),
      ],
    });
  const provenance = await findProvenance(analysis, render);
  if (provenance === undefined) throw new Error((await render(undefined)).kind);
  return { analysis, provenance, lines: provenance.manifests.manifest.split('\n'), render };
}

/** The texts of the lines that depend on a key. */
async function lit({ provenance, lines }: Opened, path: string) {
  const leaf = provenance.leaves.find((one) => one.path.join(' ') === path);
  if (leaf === undefined) throw new Error(`no leaf ${path}`);
  const { printed, decided } = await provenance.linesOf(leaf);
  const texts = (found: ReadonlySet<number>) =>
    [...found].sort((left, right) => left - right).map((line) => (lines[line] ?? '').trim());
  return { printed: texts(printed), decided: texts(decided) };
}

/** The keys that a line comes from. */
async function sources(
  { analysis, provenance, lines }: Opened,
  text: string,
): Promise<readonly string[] | undefined> {
  const line = lines.findIndex((one) => one.trim() === text);
  if (line < 0) throw new Error(`no line ${text}`);
  const { values } = analysis;
  const found = await lineSources(line, provenance, { values, isCurrent: () => true });
  return found?.map(({ path }) => path.join(' '));
}

describe('the chart in the box', () => {
  const opened = open(
    dedent(`
      inference:
        accelerator: gpu
        framework: vllm
        serviceName: qwen
        modelServer:
          vllmVersion: "0.9.1"
          image:
            tag: v0.11.0
          deployment:
            replicas: 2
            instanceType: g6.4xlarge
            nodeSelector:
              team: research
            tolerations:
              - key: dedicated
                operator: Exists
            resources:
              gpu:
                requests:
                  nvidia.com/gpu: 1
                limits:
                  nvidia.com/gpu: "1"
      modelParameters:
        modelId: Qwen/Qwen3-8B
        maxModelLen: 16384
        gpuMemoryUtilization: 0.9
        enablePrefixCaching: true
    `),
  );

  test('lights every place of a name, and nothing that only looks like it', async () => {
    const { printed, decided } = await lit(await opened, 'inference serviceName');
    expect(new Set(printed)).toEqual(new Set(['name: qwen', 'app.kubernetes.io/name: qwen']));
    expect(printed.length).toBeGreaterThan(5);
    expect(decided).toEqual([]);
  });

  test('tells a value from what is there because of it', async () => {
    expect(await lit(await opened, 'modelParameters maxModelLen')).toEqual({
      printed: ['value: "16384"'],
      decided: ['- --max-model-len=$(MAX_MODEL_LEN)', '- name: MAX_MODEL_LEN'],
    });
    const fraction = await lit(await opened, 'modelParameters gpuMemoryUtilization');
    expect(fraction.printed).toEqual(['value: "0.9"']);
    const switched = await lit(await opened, 'modelParameters enablePrefixCaching');
    expect(switched.printed).toContain('- --enable-prefix-caching');
    expect(switched.printed).toContain('value: "true"');
  });

  test('follows maps and lists that are printed whole', async () => {
    const deployment = 'inference modelServer deployment';
    expect((await lit(await opened, `${deployment} nodeSelector team`)).printed).toEqual([
      'team: research',
    ]);
    expect((await lit(await opened, `${deployment} tolerations 0 key`)).printed).toEqual([
      expect.stringContaining('key: dedicated'),
    ]);
    expect((await lit(await opened, `${deployment} instanceType`)).printed).toEqual([
      'node.kubernetes.io/instance-type: g6.4xlarge',
    ]);
  });

  test('changes what the chart wants equal together', async () => {
    const request = 'inference modelServer deployment resources gpu requests nvidia.com/gpu';
    expect((await lit(await opened, request)).printed).toContain('nvidia.com/gpu: "1"');
  });

  test('finds a part of a line', async () => {
    const { printed } = await lit(await opened, 'inference modelServer image tag');
    expect(printed).toContain('image: "vllm/vllm-openai:v0.11.0"');
  });

  test('goes back from a line, to the value that says most of it', async () => {
    expect(await sources(await opened, 'value: "16384"')).toEqual(['modelParameters maxModelLen']);
    expect(await sources(await opened, '- --max-model-len=$(MAX_MODEL_LEN)')).toEqual([
      'modelParameters maxModelLen',
    ]);
    expect(await sources(await opened, 'replicas: 2')).toEqual([
      'inference modelServer deployment replicas',
    ]);
    // Only there because this framework is: the widest of all values, but no other decides it.
    expect(await sources(await opened, 'kind: Deployment')).toEqual(['inference framework']);
  });
});

describe('a line that is asked about alone', () => {
  const opened = open(readFileSync(join(root, 'presets/values-llama-32-1b-vllm.yaml'), 'utf8'));

  /** What of the leaves had to be rendered for the answer; the text changes after `most` of them. */
  async function askedFor(line: string, most = Infinity) {
    const { analysis, provenance, lines } = await opened;
    const asked: string[] = [];
    const counted: Provenance = {
      ...provenance,
      linesOf(leaf) {
        asked.push(leaf.path.join('.'));
        return provenance.linesOf(leaf);
      },
    };
    const at = lines.findIndex((one) => one.trim() === line);
    const isCurrent = () => asked.length < most;
    const found = await lineSources(at, counted, { values: analysis.values, isCurrent });
    return { found: found?.map(({ path }) => path.join('.')), asked };
  }

  test('is answered by the values that stand in it, without the others', async () => {
    expect(await askedFor('node.kubernetes.io/instance-type: g6.xlarge')).toEqual({
      found: ['inference.modelServer.deployment.instanceType'],
      asked: ['inference.modelServer.deployment.instanceType'],
    });
  });

  test('is asked of all where its own words lead nowhere, until the text changes', async () => {
    const { found, asked } = await askedFor('- --max-model-len=$(MAX_MODEL_LEN)');
    expect(found).toEqual(['modelParameters.maxModelLen']);
    expect(asked.length).toBeGreaterThan(10);
    expect(await askedFor('- --max-model-len=$(MAX_MODEL_LEN)', 2)).toEqual({
      found: undefined,
      asked: asked.slice(0, 2),
    });
  });
});

test('a chart 0.2 is linked through its flags', async () => {
  const opened = await open(
    dedent(`
      model: Qwen/Qwen3-8B
      inference:
        framework: vllm
        serviceName: qwen
      modelParameters:
        maxModelLen: 8192
    `),
    newer,
  );
  const model = await lit(opened, 'model');
  expect(model.printed.some((line) => line.includes('Qwen/Qwen3-8B'))).toBe(true);
  const length = await lit(opened, 'modelParameters maxModelLen');
  expect(length.printed.some((line) => line.includes('8192'))).toBe(true);
});

function count(all: readonly string[], line: string): number {
  return all.filter((one) => one === line).length;
}

/** One preset for each workload that the chart renders. */
const presets = [
  'values-llama-32-1b-vllm.yaml',
  'values-llama-32-1b-ray-vllm.yaml',
  'values-llama-31-8b-vllm-neuron.yaml',
];

describe.each(presets)('%s', (name) => {
  const limit = { timeout: 300_000 };
  test('every value that is read lights lines, which change with it', limit, async () => {
    const text = readFileSync(join(root, 'presets', name), 'utf8');
    const { analysis, provenance, lines, render } = await open(text);
    const { reads } = boxChart;
    if (reads === undefined) throw new Error('the reads of the chart in the box are generated');
    const valueAt = (path: Path) => analysis.values.at(path)?.value;
    const silent: string[] = [];
    for (const { path, ...leaf } of provenance.leaves) {
      const { printed, decided } = await provenance.linesOf({ path, ...leaf });
      const choices = describeKey('0.1', path)?.enum ?? [];
      const after: (readonly string[])[] = [];
      for (const other of otherValues(valueAt(path), choices)) {
        const outcome = await render(overlayText([path], other, valueAt));
        if (outcome.kind === 'rendered') after.push(outcome.manifest.split('\n'));
      }
      // A framework that needs more than this file says cannot be tried.
      const isTried = after.length > 0 || path.at(-1) !== 'framework';
      const isPrinted = printingPlaces(analysis, reads, path).length > 0;
      if (isPrinted && isTried && printed.size + decided.size === 0) silent.push(path.join('.'));
      // An oracle of another kind: how often the line stands in the manifests, before and after.
      for (const line of after.length === 0 ? [] : printed) {
        const stood = lines[line] ?? '';
        const isRarer = after.some((all) => count(all, stood) < count(lines, stood));
        expect(isRarer, `${path.join('.')} → ${stood}`).toBe(true);
      }
    }
    expect(silent).toEqual([]);
  });
});

test('the presets that stand for the workloads are there', () => {
  expect(readdirSync(join(root, 'presets'))).toEqual(expect.arrayContaining(presets));
});
