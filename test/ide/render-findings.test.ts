import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sourceOfChart } from '../../server/src/chart/source-of-chart.ts';
import { analyze } from '../../server/src/ide/analysis.ts';
import { renderFindings } from '../../server/src/ide/render-findings.ts';
import type { RenderOutcome } from '../../server/src/chart/renderer.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { chartOf, engineUnderTest, fixtures } from '../engine/engine-under-test.ts';
import { boxChart } from '../lint/charts.ts';
import { dedent } from '../markers.ts';
import { chartFrom, chartIn, tell, type KnownChart } from './render.ts';

const engine = engineUnderTest({ requestMs: 120_000, startMs: 120_000 });
afterAll(() => {
  engine.stop();
});

const refusing = await chartIn(engine, join(fixtures, 'charts/refusing'));
const newer = await chartIn(engine, join(fixtures, 'charts/generation-0.2'));

/** What a render adds, as "severity text that is marked code: message". */
async function told(
  values: string,
  chart: KnownChart = refusing,
  earlier: readonly string[] = [],
): Promise<readonly string[]> {
  const text = dedent(values);
  const { byRender } = await tell(engine, text, chart, earlier);
  return byRender.map(
    ({ severity, code, message, span }) =>
      `${severity} ${text.slice(span.start, span.end)} ${code}: ${message}`,
  );
}

/** A whole configuration with something more in its modelServer, or at the top of the file. */
const whole = (inServer: string, atTop = '') =>
  `model: Qwen/Qwen3-8B\n${atTop}inference:\n  framework: vllm\n  serviceName: qwen\n  modelServer:\n${inServer
    .split('\n')
    .map((line) => `    ${line}\n`)
    .join('')}`;
const fine = 'image: {tag: v0.19.1}';

const byDefault = 'The null takes away what the chart has by default: remove it, or write a value.';

describe('a refusal is told at the value that leads to it', () => {
  test.for([
    {
      name: 'a map that is not there, behind a variable of a helper',
      values: whole('image: null'),
      told: `null render-fails: The chart cannot be rendered, so helm install stops: inference.modelServer.image has no value, and the chart reads repository in it (templates/_helpers.tpl, line 3). ${byDefault}`,
    },
    {
      name: 'a fail that names no value',
      values: whole('deployment: {replicas: 9}'),
      told: '9 render-fails: The chart cannot be rendered, so helm install stops: more copies are asked for than this team may have (templates/checks.yaml, line 2). Without this value it renders.',
    },
    {
      name: 'a required value that is empty',
      values: whole(fine, 'needsApiKey: true\napiKey: ""\n'),
      told: '"" render-fails: The chart cannot be rendered, so helm install stops: an API key is needed (templates/checks.yaml, line 5).',
    },
    {
      name: 'a required value that is absent, at what asks for it',
      values: whole(fine, 'needsApiKey: true\n'),
      told: 'true render-fails: The chart cannot be rendered, so helm install stops: an API key is needed (templates/checks.yaml, line 5). Without this value it renders.',
    },
    {
      name: 'a type that a function does not take',
      values: whole('owner: 5'),
      told: '5 render-fails: The chart cannot be rendered, so helm install stops: wrong type for value; expected string; got float64 (templates/deployment.yaml, line 7). Without this value it renders.',
    },
    {
      name: 'a template that includes itself',
      values: whole(fine, 'recursive: true\n'),
      told: 'true render-fails: The chart cannot be rendered, so helm install stops: error calling include: rendering template has a nested reference name: refusing.again: unable to execute template (templates/_helpers.tpl, line 6). Without this value it renders.',
    },
    {
      name: 'a schema of the chart, with a value',
      values: whole(fine, 'service: {port: http}\n'),
      told: "http render-fails: The chart's values.schema.json refuses this, so helm install stops: got string, want integer.",
    },
    {
      name: 'a schema of the chart, with what is missing',
      values: whole(fine, 'service: {port: null}\n'),
      told: `null render-fails: The chart's values.schema.json refuses this, so helm install stops: missing property 'port'. ${byDefault}`,
    },
    {
      name: 'a manifest that is not YAML',
      values: whole("account: 'a: b'"),
      told: `'a: b' render-fails: With these values the chart prints what is not YAML, so helm install stops: mapping values are not allowed in this context (templates/deployment.yaml). The line is "serviceAccountName: a: b". Without this value it renders.`,
    },
  ])('$name', async ({ values, told: expected }) => {
    expect(await told(values)).toEqual([`error ${expected}`]);
  });

  test('a chart that runs into a limit, at the largest number', { timeout: 120_000 }, async () => {
    const impatient = engineUnderTest({ requestMs: 300, startMs: 120_000 });
    await impatient.start();
    const chart = await chartIn(impatient, join(fixtures, 'charts/refusing'));
    const text = whole('deployment: {replicas: 2}', 'endless: 1000000\n');
    const { byRender, renders } = await tell(impatient, text, chart);
    impatient.stop();
    expect(renders).toBe(2);
    expect(
      byRender.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`),
    ).toEqual([
      'render-fails endless: The chart did not finish rendering within 0.3 s. A template probably loops. Without this value it renders.',
    ]);
  });

  test('at the top of the file where no value of it has a part', async () => {
    const chart = await chartFrom(
      engine,
      chartOf({
        'a.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ required "no key was given" .Values.apiKey }} }\n',
      }),
    );
    expect(await told(whole(fine), chart)).toEqual([
      'error model render-fails: The chart cannot be rendered, so helm install stops: no key was given (templates/a.yaml, line 3).',
    ]);
  });

  test('at the innermost map that a missing value would stand in', async () => {
    const chart = await chartFrom(
      engine,
      chartOf({
        'a.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ required "a zone is needed" .Values.inference.modelServer.zone }} }\n',
      }),
    );
    expect(await told(whole(fine), chart)).toEqual([
      'error modelServer render-fails: The chart cannot be rendered, so helm install stops: a zone is needed (templates/a.yaml, line 3).',
    ]);
  });

  test('never at a value without which nothing is deployed any more', async () => {
    const chart = await chartFrom(
      engine,
      chartOf({
        'a.yaml':
          '{{ if eq .Values.inference.framework "vllm" }}\nkind: Pod\nmetadata: {name: {{ required "no key was given" .Values.apiKey }} }\n{{ end }}',
      }),
    );
    const text = 'model: a/b\ninference:\n  serviceName: qwen\n  framework: vllm\n';
    expect((await told(text, chart))[0]).toMatch(/^error model render-fails: /);
  });
});

describe('what is printed', () => {
  test.for([
    {
      name: 'an error of a format',
      values: whole(fine, 'modelParameters: {dtype: auto, maxModelLen: 8192}\n'),
      told: '8192 go-notation-printed: The chart prints %!s(float64=8192) where a value should be: that is the notation of Go, and no program reads it. It stands in Deployment qwen (templates/deployment.yaml): vllm serve Qwen/Qwen3-8B --dtype auto --max-model-len %!s(float64=8192). Leaving this value out avoids it.',
    },
    {
      name: 'a value that is not there',
      values: whole(fine, 'modelParameters: {dtype: null}\n'),
      told: 'null go-notation-printed: The chart prints %!s(<nil>) where a value should be: that is the notation of Go, and no program reads it. It stands in Deployment qwen (templates/deployment.yaml): vllm serve Qwen/Qwen3-8B --dtype %!s(<nil>). Leave the key out, or write a value.',
    },
    {
      name: 'a map as a whole',
      values: whole(fine, 'served: {names: {a: b}}\n'),
      told: 'names go-notation-printed: The chart prints served.names as a whole, as map[a:b]: that is the notation of Go, and no program reads it. It stands in Deployment qwen (templates/deployment.yaml): map[a:b].',
    },
    {
      name: 'a list as a whole, which YAML takes for a list of one',
      values: whole(fine, 'arguments: [--x, --y]\n'),
      told: 'arguments go-notation-printed: The chart prints arguments as a whole, as [--x --y]: that is the notation of Go, and no program reads it. It stands in Deployment qwen (templates/deployment.yaml): [--x --y].',
    },
    {
      name: 'an object without kind',
      values: whole(fine, 'extraObject: {a: 1}\n'),
      told: `1 manifest-incomplete: An object that the chart prints has no kind and no apiVersion, so helm install stops with "Object 'Kind' is missing" (templates/checks.yaml). Leaving this value out avoids it.`,
    },
    {
      name: 'an object without a name, at the map that is printed',
      values: whole(fine, 'extraObject: {apiVersion: v1, kind: ConfigMap}\n'),
      told: 'extraObject manifest-incomplete: A ConfigMap that the chart prints has no metadata.name, so Kubernetes refuses it (templates/checks.yaml). Leaving this value out avoids it.',
    },
    {
      name: 'a mount of a volume that is not there',
      values: whole('deployment: {sharedMemory: null}'),
      told: `null manifest-incomplete: In Deployment qwen, container vllm mounts the volume memory at /dev/shm, and the pod has no volume of that name, so Kubernetes refuses it with "volumeMounts: Not found" (templates/deployment.yaml). ${byDefault}`,
    },
    {
      name: 'an image without a name',
      values: whole('image: {repository: ""}'),
      told: '"" manifest-incomplete: In Deployment qwen, the image of container vllm is ":v0.19.1": its name or tag is missing, so no pod starts (templates/deployment.yaml). Leaving this value out avoids it.',
    },
  ])('is told: $name', async ({ values, told: expected }) => {
    expect(await told(values)).toEqual([`error ${expected}`]);
  });

  test('is no news where the values spell it themselves', async () => {
    const spelled = '"%!s(float64=1) <nil> <no value> map[a:b] %!d(string=x)"';
    expect(await told(whole(fine, `served: {names: ${spelled}}\n`))).toEqual([]);
  });

  test('is no news in a comment, nor in a file that a ConfigMap hands on', async () => {
    const chart = await chartFrom(
      engine,
      chartOf({
        'a.yaml':
          'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: script}\n# %!s(int=1)\ndata:\n  run.go: |\n    m := map[string]int{} // <nil>, map[a:b]\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n',
      }),
    );
    expect(await told(whole(fine), chart)).toEqual([]);
  });

  test('is only a warning in an annotation, which may be any text', async () => {
    const chart = await chartFrom(
      engine,
      chartOf({
        'a.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations: {n: "{{ printf "%s" .Values.count }}"}\n',
      }),
    );
    expect((await told(whole(fine, 'count: 3\n'), chart))[0]).toMatch(/^warning 3 go-notation-/);
  });
});

describe('a chart that cannot be rendered at all', () => {
  const text = 'inference:\n  accelerator: gpu\n';
  test.for([
    ['unparsable', /^error inference chart-not-renderable: .*unclosed action/],
    [
      'missing-dependency',
      /^error inference chart-not-renderable: .*helm dependency build.*absent/,
    ],
    ['library', /^error inference chart-not-renderable: .*library charts are not installable/],
    ['bad-defaults', /^error inference chart-not-renderable: .*cannot load values\.yaml/],
    ['bad-metadata', /^error inference chart-not-renderable: .*version is required/],
    // Neither says that helm install stops.
    ['too-new', /^information inference render-unavailable: .*requires kubeVersion/],
    ['outside-schema', /^information inference render-unavailable: .*nothing outside the chart/],
  ] as const)('%s: is told once, whole file or not', async ([name, expected]) => {
    const chart = await chartIn(engine, join(fixtures, 'charts', name));
    expect(await told(text, chart)).toEqual([expect.stringMatching(expected)]);
    expect(await told('# nothing\n', chart)).toHaveLength(1);
  });
});

describe('every way in which a render can end tells something, but for one that somebody ended', () => {
  const outcomes: readonly RenderOutcome[] = [
    { kind: 'chart-error', message: 'no chart' },
    { kind: 'release-error', message: 'no name' },
    { kind: 'values-error', message: 'no values', file: 'values.yaml', line: 1 },
    { kind: 'timed-out', limitMs: 5000, message: 'too long' },
    { kind: 'too-large', what: 'chart', message: 'too large' },
    { kind: 'too-large', what: 'manifest', message: 'too much' },
    { kind: 'too-large', what: 'memory', message: 'too much' },
    { kind: 'engine-failed', message: 'no engine' },
    { kind: 'cancelled' },
  ];
  test.for(outcomes.map((outcome) => [outcome.kind, outcome] as const))(
    '%s',
    async ([, outcome]) => {
      const analysis = analyze(parse(whole(fine)), { chart: refusing.chart, earlier: [] });
      const again = () => Promise.resolve(outcome);
      const found = await renderFindings(analysis, { outcome, again }, []);
      const isOurs =
        outcome.kind === 'engine-failed' ||
        (outcome.kind === 'too-large' && outcome.what === 'chart');
      expect(found.map(({ severity }) => severity)).toEqual(
        outcome.kind === 'cancelled' ? [] : [isOurs ? 'information' : 'error'],
      );
    },
  );
});

describe('a file that another one must complete', () => {
  test('hears of what that one may mend for information only', async () => {
    expect(await told('needsApiKey: true\n')).toEqual([
      'information true render-fails: This file cannot be rendered by itself. If another values file comes before it, name that one in a comment: # inference-charts: after=FILE. The chart cannot be rendered, so helm install stops: an API key is needed (templates/checks.yaml, line 5).',
    ]);
    expect(await told('needsApiKey: true\n', refusing, ['apiKey: secret\n'])).toEqual([]);
  });

  test('hears as loud as any of a value that is wrong whatever comes before', async () => {
    const inServer = (text: string) => `inference:\n  modelServer:\n    ${text}\n`;
    expect((await told(inServer('image: null')))[0]).toMatch(/^error null render-fails: /);
    expect((await told(inServer('owner: 5')))[0]).toMatch(/^error 5 render-fails: /);
    expect((await told('service: {port: http}\n'))[0]).toMatch(/^error http render-fails: /);
    expect((await told('served: {names: {a: b}}\n'))[0]).toMatch(/^error names go-notation-/);
  });

  test('hears nothing of what is printed without what that one brings', async () => {
    const chart = await chartFrom(
      engine,
      chartOf({
        'a.yaml':
          'apiVersion: v1\nkind: Pod\nmetadata: {name: {{ .Values.inference.serviceName }} }\n',
      }),
    );
    expect(await told('inference: {accelerator: gpu}\n', chart)).toEqual([]);
  });
});

describe('silent', () => {
  test('about right files', async () => {
    expect(await told(whole(fine))).toEqual([]);
    expect(await told('model: a/b\n')).toEqual([]);
    expect(await told('')).toEqual([]);
  });

  test('about a place that has an error already', async () => {
    expect(await told(whole('image: 5'))).toEqual([]);
    expect(await told(whole(fine, 'service: {port: 70000}\n'))).toEqual([]);
  });

  test('about a file that is not YAML: that is told', async () => {
    expect(await told('model: [a\ninference: {framework: vllm}\n')).toEqual([]);
  });

  test('about what another tool fills in before Helm reads it', async () => {
    expect(await told(whole('owner: 5', 'x: "{{ team }}"\n'))).toHaveLength(1);
    expect(await told(whole('account: "{{ account }}: b"'))).toEqual([]);
  });

  test('where a comment asks for it', async () => {
    expect(
      await told(`# inference-charts: ignore-file render-fails\n${whole('owner: 5')}`),
    ).toEqual([]);
  });
});

describe('no workload', () => {
  test('is told where a whole configuration leaves the framework to nobody', async () => {
    const values = 'model: Qwen/Qwen3-8B\ninference:\n  accelerator: gpu\n  serviceName: qwen\n';
    expect(await told(values, newer)).toEqual([
      expect.stringMatching(
        /^warning inference nothing-rendered: The chart renders no workload with these values: no file sets inference\.framework, so .* would be deployed\. Set inference\.framework to .*ray-vllm/,
      ),
    ]);
  });

  test('is no news in a file that another one completes, nor where one is rendered', async () => {
    expect(await told('model: Qwen/Qwen3-8B', newer)).toEqual([]);
    expect(await told('inference:\n  accelerator: gpu', newer)).toEqual([]);
    const served = 'model: Qwen/Qwen3-8B\ninference:\n  framework: vllm\n  serviceName: qwen\n';
    expect(await told(served, newer)).toEqual([]);
  });

  test("is no news of the chart's own defaults", async () => {
    const file = join(fixtures, 'charts/generation-0.2/values.yaml');
    expect(await told(readFileSync(file, 'utf8'), newer)).toEqual([]);
  });

  const operator = chartOf({
    'cache.yaml':
      '{{ if and (.Values.cache).enabled (eq .Values.inference.framework "operated" "vllm") }}\napiVersion: apps.nvidia.com/v1alpha1\nkind: NIMCache\nmetadata: {name: {{ .Values.inference.serviceName }} }\nspec: {source: {}}\n{{ end }}',
    'service.yaml':
      '{{ if and (.Values.served).enabled (eq .Values.inference.framework "operated") }}\napiVersion: apps.nvidia.com/v1alpha1\nkind: NIMService\nmetadata: {name: {{ .Values.inference.serviceName }} }\n{{ end }}',
  });
  const operated = (more: string) =>
    `model: a/b\ninference:\n  framework: operated\n  serviceName: qwen\n${more}`;

  test('an object of an operator is one to be', async () => {
    const chart = await chartFrom(engine, operator);
    expect(await told(operated('cache: {enabled: true}\n'), chart)).toEqual([]);
  });

  test('what else the templates ask for beside the framework is named, and never the framework', async () => {
    const chart = await chartFrom(engine, operator);
    expect(await told(operated('cache: {enabled: false}\n'), chart)).toEqual([
      'warning framework nothing-rendered: The chart renders no workload with these values: for framework operated the templates also ask for cache.enabled or served.enabled, and no file sets one of them, so nothing at all would be deployed. Set cache.enabled or served.enabled.',
    ]);
  });

  test.for([
    ['batch/v1', 'Job', true],
    ['batch/v1', 'CronJob', true],
    ['ray.io/v1', 'RayService', true],
    ['ray.io/v1', 'RayJob', true],
    ['leaderworkerset.x-k8s.io/v1', 'LeaderWorkerSet', true],
    ['serving.kserve.io/v1beta1', 'InferenceService', true],
    ['workload.serving.volcano.sh/v1alpha1', 'ModelServing', true],
    ['v1', 'ConfigMap', false],
    ['v1', 'Service', false],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', false],
    ['monitoring.coreos.com/v1', 'PodMonitor', false],
    ['karpenter.sh/v1', 'NodePool', false],
  ] as const)('%s %s: %s', async ([apiVersion, kind, isWorkload]) => {
    const manifest = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\ndata: {x: "containers: image:"}\n`;
    const chart = await chartFrom(engine, chartOf({ 'a.yaml': manifest }));
    expect(await told('s3ModelCopy: {model: a/b}\n', chart)).toHaveLength(isWorkload ? 0 : 1);
  });

  test('a pod of helm test is none', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: a, annotations: {helm.sh/hook: test}}\nspec: {containers: [{name: a, image: a}]}\n';
    const chart = await chartFrom(engine, chartOf({ 'a.yaml': pod }));
    expect(await told(operated(''), chart)).toHaveLength(1);
  });
});

describe('the chart in the box', () => {
  test('is rendered for what its schema does not see', async () => {
    const box = { chart: boxChart, read: await sourceOfChart(boxChart, engine) };
    const values = (more: string) =>
      `inference:\n  serviceName: qwen\n  framework: vllm\n${more}modelParameters: {modelId: a/b}\n`;
    expect((await tell(engine, values(''), box)).renders).toBe(0);
    expect((await told(values('  modelServer: {image: {repository: null}}\n'), box))[0]).toMatch(
      /^error null go-notation-printed: /,
    );
    const elsewhere = `# inference-charts: namespace=other\n${values('  serviceNamespace: serving\n')}`;
    expect((await told(elsewhere, box))[0]).toMatch(/^error serving render-fails: /);
    const mounts = '{extraVolumeMounts: [{name: cache, mountPath: /cache}]}';
    expect((await told(values(`  modelServer: {deployment: ${mounts}}\n`), box))[0]).toMatch(
      /^error extraVolumeMounts manifest-incomplete: .*mounts the volume cache at \/cache/,
    );
    expect((await told(values('  serviceNamespace: !!int abc\n'), box))[0]).toMatch(
      /^error \S+ render-fails: Helm cannot read this file/,
    );
  });
});
