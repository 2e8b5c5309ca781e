import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { analyze } from '../../server/src/ide/analysis.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import { renderFindings } from '../../server/src/ide/render-findings.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import type { ChartSource } from '../../server/src/chart/renderer.ts';
import { chartAt, chartOf, engineUnderTest, fixtures } from '../engine/engine-under-test.ts';
import { wholeChart02 } from '../lint/charts.ts';
import { dedent } from '../markers.ts';

const engine = engineUnderTest({ requestMs: 120_000, startMs: 120_000 });
afterAll(() => {
  engine.stop();
});

const newer = chartAt(engine, join(fixtures, 'charts/generation-0.2'));

/** What a render adds, as "text that is marked: message". */
async function told(values: string, chart: Promise<ChartSource> | ChartSource = newer) {
  const text = dedent(values);
  const analysis = analyze(parse(text), { chart: wholeChart02, earlier: [] });
  const outcome = await engine.render({
    chart: await chart,
    valuesFiles: [{ name: 'values.yaml', text }],
    release: 'qwen',
    namespace: 'default',
  });
  return renderFindings(analysis, outcome, diagnose(analysis)).map(
    ({ code, message, span }) => `${text.slice(span.start, span.end)} ${code}: ${message}`,
  );
}

describe('no workload', () => {
  test('is told where a whole configuration leaves the framework to nobody', async () => {
    expect(
      await told(`
        model: Qwen/Qwen3-8B
        inference:
          accelerator: gpu
          serviceName: qwen
      `),
    ).toEqual([
      expect.stringMatching(
        /^inference nothing-rendered: The chart renders no workload with these values: no file sets inference\.framework, so .* would be deployed\. Set inference\.framework to .*ray-vllm/,
      ),
    ]);
  });

  test('is no news in a file that another one completes, nor where one is rendered', async () => {
    expect(await told('model: Qwen/Qwen3-8B')).toEqual([]);
    expect(await told('inference:\n  accelerator: gpu')).toEqual([]);
    expect(
      await told('model: Qwen/Qwen3-8B\ninference:\n  framework: vllm\n  serviceName: qwen\n'),
    ).toEqual([]);
  });

  test('can be silenced like any other finding', async () => {
    const values =
      '# inference-charts: ignore-file nothing-rendered\nmodel: a/b\ninference:\n  serviceName: qwen\n';
    expect(await told(values)).toEqual([]);
  });
});

describe('a chart that refuses', () => {
  const refusing = chartOf({
    'check.yaml':
      '{{- if gt (int .Values.inference.modelServer.deployment.replicas) 2 }}{{ fail "inference.modelServer.deployment.replicas is too many for this cluster." }}{{ end -}}\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  image: "containers:"\n',
  });
  const values = (replicas: number, more = 'serviceName: qwen') =>
    `model: a/b\ninference:\n  ${more}\n  modelServer:\n    deployment:\n      replicas: ${String(replicas)}\n`;

  test('is quoted at the value that its message names', async () => {
    expect(await told(values(3), refusing)).toEqual([
      '3 render-fails: The chart cannot be rendered: inference.modelServer.deployment.replicas is too many for this cluster.',
    ]);
  });

  test('is not quoted in a file that another one completes', async () => {
    expect(await told(values(3).replace('model: a/b\n', ''), refusing)).toEqual([]);
  });
});
