import { afterEach, describe, expect, test } from 'vitest';
import type { HelmEngine } from '../../server/src/node/engine/helm-engine.ts';
import type { EngineLimits } from '../../server/src/node/engine/limits.ts';
import type { RenderRequest } from '../../server/src/chart/renderer.ts';
import { chartOf, engineUnderTest } from './engine-under-test.ts';

let engine: HelmEngine | undefined;
afterEach(() => {
  engine?.stop();
});

const requestOf = (template: string): RenderRequest => ({
  chart: chartOf({ 'a.yaml': template }),
  valuesFiles: [],
  release: 'demo',
  namespace: 'serving',
});
const fine = requestOf('release: {{ .Release.Name }}\n');
const endless = requestOf('{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}');
const printed = '---\n# Source: inline/templates/a.yaml\nrelease: demo\n';

function started(limits: Partial<EngineLimits> = {}): HelmEngine {
  engine = engineUnderTest(limits);
  return engine;
}

describe('a chart that takes too much ends in a clear error, and the next one renders', () => {
  test.for([
    {
      name: 'loops for ever',
      template: '{{ range until 100000 }}{{ range until 100000 }}{{ end }}{{ end }}',
      outcome: {
        kind: 'timed-out',
        limitMs: 300,
        message: 'The chart did not finish rendering within 0.3 s. A template probably loops.',
      },
      limits: { requestMs: 300 },
    },
    {
      name: 'counts further than memory reaches',
      template: '{{ range until 1000000000 }}{{ end }}',
      outcome: {
        kind: 'too-large',
        what: 'memory',
        message: 'The chart needs more memory to render than the engine may use (512 MiB).',
      },
    },
    {
      name: 'includes itself',
      template: '{{ define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}',
      outcome: {
        kind: 'template-error',
        reason:
          'error calling include: rendering template has a nested reference name: x: unable to execute template',
        line: 0,
        column: 19,
      },
    },
    {
      name: 'includes itself through blocks',
      template:
        '{{ define "x" }}{{ range list 1 2 }}{{ with $ }}{{ if true }}{{ include "x" . | indent 1 }}{{ end }}{{ end }}{{ end }}{{ end }}{{ include "x" . }}',
      outcome: { kind: 'template-error' },
    },
    {
      name: 'calls itself as a template',
      template: '{{ define "x" }}{{ template "x" . }}{{ end }}{{ template "x" . }}',
      outcome: { kind: 'template-error', reason: 'exceeded maximum template depth (1000)' },
    },
    {
      name: 'prints 100 MB',
      template: '{{ range until 100000 }}{{ repeat 100 "0123456789" }}\n{{ end }}',
      outcome: {
        kind: 'too-large',
        what: 'manifest',
        message: 'The chart prints 95 MiB, and 32 MiB is the most that is shown.',
      },
    },
  ])('$name', async ({ template, outcome, limits = { requestMs: 20_000 } }) => {
    const engine = started(limits);
    await engine.start();
    expect(await engine.render(requestOf(template))).toMatchObject(outcome);
    expect(await engine.render(fine)).toMatchObject({ kind: 'rendered', manifest: printed });
  });
});

describe('what is too large is not sent at all', () => {
  test('a chart', async () => {
    const outcome = await started({ chartBytes: 1024 * 1024 }).render(
      requestOf('#'.repeat(1024 * 1024)),
    );
    expect(outcome).toEqual({
      kind: 'too-large',
      what: 'chart',
      message: 'The chart is larger than 1 MiB or has more than 10000 files.',
    });
  });

  test('values', async () => {
    const valuesFiles = [{ name: 'values.yaml', text: '#'.repeat(1024 * 1024 + 1) }];
    const outcome = await started({ valuesLength: 1024 * 1024 }).render({ ...fine, valuesFiles });
    expect(outcome).toEqual({
      kind: 'too-large',
      what: 'values',
      message: 'The values files are longer than 1 MiB together.',
    });
  });
});

describe('a request that is not wanted any more', () => {
  test('is answered at once before it starts', async () => {
    expect(await started().render(fine, AbortSignal.abort())).toEqual({ kind: 'cancelled' });
  });

  test('is dropped from the queue, and the others keep their turn', async () => {
    const engine = started();
    const unwanted = new AbortController();
    const first = engine.render(fine);
    const second = engine.render(requestOf('{{ fail "never asked" }}'), unwanted.signal);
    const third = engine.render(fine);
    unwanted.abort();
    expect(await second).toEqual({ kind: 'cancelled' });
    expect(await Promise.all([first, third])).toMatchObject([
      { manifest: printed },
      { manifest: printed },
    ]);
  });

  test('gives way to the next while it runs', async () => {
    const engine = started({ abandonedMs: 1, requestMs: 60_000 });
    await engine.start();
    const unwanted = new AbortController();
    const running = engine.render(endless, unwanted.signal);
    const next = engine.render(fine);
    unwanted.abort();
    expect(await running).toEqual({ kind: 'cancelled' });
    expect(await next).toMatchObject({ manifest: printed });
  });
});

describe('the worker', () => {
  test('starts again after it was stopped, and after it was idle', async () => {
    const engine = started({ idleMs: 1 });
    for (let i = 0; i < 3; i++) {
      expect(await engine.render(fine)).toMatchObject({ manifest: printed });
      engine.stop();
    }
  });

  test('that cannot start says so', async () => {
    const { createHelmEngine } = await import('../../server/src/node/engine/helm-engine.ts');
    engine = createHelmEngine({
      workerUrl: new URL('../../server/src/node/engine/engine-worker.ts', import.meta.url),
      engineDirectory: '/nowhere',
    });
    const outcome = await engine.render(fine);
    expect(outcome).toMatchObject({ kind: 'engine-failed' });
    expect('message' in outcome && outcome.message).toContain('wasm_exec.js');
  });
});
