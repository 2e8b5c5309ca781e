import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RenderOutcome, RenderRequest } from '../../server/src/chart/renderer.ts';
import { chartAt, chartOf, engineUnderTest, fixtures } from './engine-under-test.ts';

const engine = engineUnderTest();
afterAll(() => {
  engine.stop();
});

async function render(chart: string, request: Partial<RenderRequest> = {}): Promise<RenderOutcome> {
  return engine.render({
    chart: await chartAt(engine, join(fixtures, 'charts', chart)),
    valuesFiles: [],
    release: 'demo',
    namespace: 'serving',
    ...request,
  });
}

const values = (text: string) => ({ valuesFiles: [{ name: 'values.yaml', text }] });

describe('a rendered chart', () => {
  test('is taken apart into the documents it is made of', async () => {
    const outcome = await render('everything', { includeCrds: true });
    if (outcome.kind !== 'rendered') throw new Error(JSON.stringify(outcome));
    const { documents, manifest } = outcome;
    expect(documents.map(({ text }) => text).join('')).toBe(manifest);
    expect(documents.map(({ kind, name }) => `${kind} ${name}`.trim())).toEqual([
      'CustomResourceDefinition widgets.example.com',
      'CustomResourceDefinition gadgets.example.com',
      'Namespace serving',
      'NetworkPolicy 12345',
      'ServiceAccount glued',
      'Secret functions',
      'ConfigMap demo-cache',
      'ConfigMap demo-packed',
      'ConfigMap built-ins',
      'ConfigMap crlf',
      'ConfigMap crlf-two',
      'ConfigMap demo-fast',
      'ConfigMap demo-everything-values',
      'Service demo-http',
      'Service demo-metrics',
      'Pod not-a-hook',
      'Deployment demo-everything',
      '',
      'Aardvark a',
      'Zebra z',
      'ConfigMap hook-config',
      'Pod demo-connection',
      'Job migrate',
    ]);
    for (const { text, source, name, isCrd } of documents) {
      if (!isCrd) expect(text).toContain(`# Source: ${source}\n`);
      expect(text).toContain(name);
    }
  });

  test('says where a document belongs and what a hook is for', async () => {
    const outcome = await render('everything');
    if (outcome.kind !== 'rendered') throw new Error(JSON.stringify(outcome));
    const named = (name: string) => outcome.documents.find((document) => document.name === name);
    expect(named('demo-everything')).toMatchObject({
      apiVersion: 'apps/v1',
      namespace: 'elsewhere',
      source: 'everything/templates/nested/order.yaml',
      isCrd: false,
    });
    expect(named('not-a-hook')).not.toHaveProperty('hook');
    expect(named('migrate')?.hook).toEqual({
      events: ['pre-install', 'pre-upgrade'],
      weight: -5,
      deletePolicies: ['before-hook-creation', 'hook-succeeded'],
    });
  });

  test("comes with the chart's own notes", async () => {
    const outcome = await render('everything');
    expect(outcome).toMatchObject({ notes: 'demo is installed in serving.\nReplicas: 2\n' });
  });

  test('comes with what Helm warns of', async () => {
    const outcome = await render('everything', values('unicode: {now: a map}\n'));
    expect(outcome).toMatchObject({
      warnings: ['skipped value for everything.unicode: Not a table.'],
    });
  });
});

describe('a template that stops', () => {
  const place = (template: string, line: number, column?: number) => ({
    template: `failing/templates/${template}`,
    file: `templates/${template}`,
    line,
    ...(column !== undefined && { column }),
  });
  test.for([
    ['fail', 'stopped\non two lines', undefined, [place('faults.yaml', 2, 6)]],
    [
      'required',
      '.Values.inference.serviceName is needed',
      'inference.serviceName',
      [place('faults.yaml', 4, 9)],
    ],
    [
      'nil',
      'nil pointer evaluating interface {}.modelServer',
      'inference.modelServer.image.tag',
      [place('faults.yaml', 6, 15)],
    ],
    [
      'include',
      'nil pointer evaluating interface {}.modelServer',
      'inference.modelServer.image.tag',
      [place('faults.yaml', 8, 8), place('_helpers.tpl', 1, 11)],
    ],
    ['call', 'error calling index: index of untyped nil', 'list', [place('faults.yaml', 16, 22)]],
    [
      'tpl',
      'nil pointer evaluating interface {}.tag',
      'inference.tag',
      [place('faults.yaml', 12, 8)],
    ],
  ] as const)('%s: says why, where and which value', async ([fault, reason, path, trace]) => {
    const outcome = await render('failing', values(`fault: ${fault}\n`));
    expect(outcome).toMatchObject({ kind: 'template-error', reason, trace, ...trace.at(-1) });
    expect('valuePath' in outcome ? outcome.valuePath : undefined).toEqual(path?.split('.'));
  });

  test('or does not parse is located by its line', async () => {
    expect(await render('unparsable')).toMatchObject({
      kind: 'template-error',
      file: 'templates/open.yaml',
      line: 2,
      reason: 'unclosed action started at unparsable/templates/open.yaml:2',
    });
  });
});

describe('text that is no manifest', () => {
  test.for([
    ['yaml', 3, ' labels: wrong'],
    ['yaml-scanner', 2, '  name: a: b'],
  ] as const)('%s: comes back with its line', async ([fault, line, text]) => {
    const outcome = await render('failing', values(`fault: ${fault}\n`));
    if (outcome.kind !== 'manifest-error') throw new Error(JSON.stringify(outcome));
    expect(outcome).toMatchObject({ file: 'templates/faults.yaml', line });
    expect(outcome.text.split('\n')[line]).toBe(text);
  });

  test('has no line where Helm names none', async () => {
    expect(await render('failing', values('fault: yaml-type\n'))).not.toHaveProperty('line');
  });
});

describe('values', () => {
  test.for([
    ['a:\n  - b\n c: 1\n', 2],
    ['a:\n\tb: 1\n', 1],
  ] as const)('that are no YAML are located: %j', async ([text, line]) => {
    const outcome = await render('everything', {
      valuesFiles: [
        { name: 'base.yaml', text: 'a: 1\n' },
        { name: 'mine.yaml', text },
      ],
    });
    expect(outcome).toMatchObject({ kind: 'values-error', file: 'mine.yaml', line });
  });

  test("that the chart's schemas refuse are named one by one", async () => {
    const text = 'name: null\nreplicas: 20\nfeature: {mode: slow, speed: 1}\ncache: {size: big}\n';
    const outcome = await render('everything', values(text));
    if (outcome.kind !== 'schema-error') throw new Error(JSON.stringify(outcome));
    const said = outcome.violations.map(
      ({ chart, path, keyword, properties }) =>
        `${chart} ${path.join('.')} ${keyword} ${properties.join()}`,
    );
    expect(said.map((line) => line.trim())).toEqual([
      'everything  required name',
      'cache cache.size type',
      'everything feature additionalProperties speed',
      'everything feature.mode enum',
      'everything replicas maximum',
    ]);
  });

  test('are not checked against what lies outside the chart', async () => {
    const outcome = await render('outside-schema');
    expect(outcome).toMatchObject({ kind: 'chart-error' });
    expect('message' in outcome && outcome.message).toContain('https://example.com');
  });

  test('coalesce as the templates see them', async () => {
    const outcome = await engine.coalesce({
      chart: await chartAt(engine, join(fixtures, 'charts', 'everything')),
      ...values(
        'removed: {drop: null, deep: {keep: 5}}\nbig: 9007199254740993\nmillion: 1000001\n',
      ),
    });
    expect(outcome).toMatchObject({
      kind: 'coalesced',
      values: {
        removed: { keep: 1, deep: { drop: 3, keep: 5 } },
        million: 1_000_001,
        imported: { cpu: '100m' },
        cache: { size: 3, color: 'blue', global: { registry: 'registry.example.com' } },
      },
    });
    expect(outcome).not.toHaveProperty('values.removed.drop');
  });
});

test('what one render changes, the next does not see', async () => {
  const chart = chartOf(
    { 'a.yaml': '{{ $_ := set .Values.map "added" true }}v: {{ .Values.map | toJson }}\n' },
    'map: {}\n',
  );
  const request = { chart, valuesFiles: [], release: 'demo', namespace: 'serving' };
  const first = await engine.render(request);
  expect(first).toMatchObject({ kind: 'rendered' });
  expect(await engine.render(request)).toEqual(first);
});

test('a chart that was put away for others is sent again', async () => {
  const chart = (n: number) => chartOf({ 'a.yaml': `n: ${String(n)}\n` });
  for (const n of [1, 2, 3, 4, 5, 6, 1])
    expect(
      await engine.render({ chart: chart(n), valuesFiles: [], release: 'demo', namespace: 'x' }),
    ).toMatchObject({ manifest: `---\n# Source: inline/templates/a.yaml\nn: ${String(n)}\n` });
});
