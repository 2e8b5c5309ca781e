import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixtures, root } from './engine-under-test.ts';
import type { Likeness } from './golden.ts';
import type { OracleRequest } from './helm-oracle.ts';

/** A chart and what is asked of it; `helm` answered the same once, into the golden file. */
export interface EngineCase {
  readonly name: string;
  readonly chart: string;
  readonly request: OracleRequest;
  readonly golden: string;
  /** A render that is kept whole, and what this one differs from it in: that alone is in its golden file. */
  readonly like?: Likeness;
}

export function allCases(): readonly EngineCase[] {
  return [...constructs, ...faults, ...refusals, ...presets()];
}

const constructs: readonly EngineCase[] = [
  chartCase('everything', 'defaults'),
  chartCase('everything', 'overlays', {
    valuesFiles: valuesFiles(
      'name: first\nremoved:\n  drop: null\n  deep: {drop: null}\nenv: {MODEL_ID: a, EXTRA: "1"}\n',
      'name: second\nlist: []\nbig: 123456789012345678\nmillion: 2000000\nlabels: {é: ü}\nenv: {MAX_LEN: null}\n',
    ),
  }),
  chartCase('everything', 'several-documents-in-one-file', {
    valuesFiles: valuesFiles('name: one\n---\nreplicas: 3\n---\n# nothing\n---\nname: two\n'),
  }),
  chartCase('everything', 'dependencies-switched', {
    valuesFiles: valuesFiles(
      'cache: {enabled: false}\nsecond: {enabled: true, size: 9, color: null}\ntags: {extra: true}\n',
    ),
  }),
  chartCase('everything', 'alias-and-original', {
    valuesFiles: valuesFiles('second: {enabled: true}\nglobal: {registry: null, extra: {a: 1}}\n'),
  }),
  chartCase('everything', 'upgrade', { isUpgrade: true, release: 'other', namespace: 'ns-2' }),
  chartCase('everything', 'capabilities', {
    kubeVersion: 'v1.33.4-eks-1234567',
    apiVersions: ['monitoring.coreos.com/v1', 'ray.io/v1/RayService'],
  }),
  chartCase('everything', 'definitions', { includeCrds: true }),
  chartCase('everything', 'without-tests', { skipTests: true }),
  chartCase('everything', 'safe-mode', {
    valuesFiles: valuesFiles('feature: {mode: safe}\nports: {}\nlist: null\n'),
  }),
  chartCase('everything', 'map-over-scalar', {
    valuesFiles: valuesFiles('env: text\nunicode: {now: a map}\nanchors: null\n'),
  }),
  chartCase('packed-0.3.0.tgz', 'archive', { valuesFiles: valuesFiles('level: 4\n') }),
];

const faults: readonly EngineCase[] = [
  ...['fail', 'required', 'nil', 'include', 'refuse', 'tpl', 'tpl-syntax', 'call', 'compare'],
  ...['no-template', 'must', 'yaml', 'yaml-scanner', 'yaml-type', 'yaml-nan'],
  ...['yaml-annotation', 'yaml-text'],
].map((fault) => chartCase('failing', fault, { valuesFiles: valuesFiles(`fault: ${fault}\n`) }));

const refusals: readonly EngineCase[] = [
  chartCase('everything', 'schema', {
    valuesFiles: valuesFiles(
      'name: 7\nreplicas: 20\nfeature: {mode: slow, speed: 1}\ncache: {size: big}\nports: {http: x}\n',
    ),
  }),
  chartCase('everything', 'schema-required', { valuesFiles: valuesFiles('name: null\n') }),
  chartCase('everything', 'values-syntax', {
    valuesFiles: valuesFiles('a: 1\n', 'a:\n  - b\n c: 1\n'),
  }),
  chartCase('everything', 'values-tab', { valuesFiles: valuesFiles('a:\n\tb: 1\n') }),
  chartCase('everything', 'values-list', { valuesFiles: valuesFiles('- a\n- b\n') }),
  chartCase('everything', 'dependency-not-a-map', { valuesFiles: valuesFiles('cache: 3\n') }),
  chartCase('everything', 'release-name', { release: 'Not_A_Name' }),
  chartCase('everything', 'kube-version', { kubeVersion: 'newest' }),
  chartCase('unparsable', 'template-syntax'),
  chartCase('library', 'not-installable'),
  chartCase('missing-dependency', 'missing'),
  chartCase('bad-defaults', 'values'),
  chartCase('bad-metadata', 'version'),
  chartCase('too-new', 'kube-version'),
];

/** Presets whose manifests are kept whole: one of each deployment type, and the one that scales. */
const whole = {
  'vllm gpu': 'values-llama-32-1b-vllm.yaml',
  'rayVllm gpu': 'values-llama-32-1b-ray-vllm.yaml',
  'vllm neuron': 'values-llama-31-8b-vllm-neuron.yaml',
  'rayVllm neuron': 'values-llama-31-8b-ray-vllm-neuron.yaml',
  scaled: 'values-autoscaling-ray-vllm.yaml',
} as const;

/** Each preset, on the chart in the box. */
function presets(): readonly EngineCase[] {
  const folder = join(root, 'presets');
  const files = readdirSync(folder).sort();
  const texts = new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
  return [...texts].map(([file, text]) => {
    const other = Object.values(whole).some((one) => one === file) ? undefined : typical(text);
    return {
      name: `preset ${file}`,
      chart: join(root, 'inference-charts'),
      request: {
        release: 'inference',
        namespace: 'default',
        valuesFiles: [{ name: file, text }],
      },
      golden: join(fixtures, 'rendered', other === undefined ? '' : 'like', file),
      ...(other !== undefined && {
        like: {
          golden: join(fixtures, 'rendered', other),
          service: serviceName(texts.get(other) ?? ''),
          own: serviceName(text),
        },
      }),
    };
  });
}

/** The preset of the same deployment type that is kept whole. */
function typical(text: string): string {
  const [, accelerator] = /^ {2}accelerator: (gpu|neuron)$/m.exec(text) ?? [];
  const [, framework] = /^ {2}framework: (vllm|rayVllm)$/m.exec(text) ?? [];
  return whole[`${framework} ${accelerator}` as keyof typeof whole];
}

function serviceName(text: string): string {
  return /^ {2}serviceName: (\S+)$/m.exec(text)?.[1] ?? '';
}

function chartCase(chart: string, name: string, request: Partial<OracleRequest> = {}): EngineCase {
  const chartName = chart.replace(/-[\d.]+\.tgz$/, '');
  return {
    name: `${chartName} ${name}`,
    chart: join(fixtures, 'charts', chart),
    request: { release: 'demo', namespace: 'serving', valuesFiles: [], ...request },
    golden: join(fixtures, 'rendered', 'engine', `${chartName}-${name}.txt`),
  };
}

function valuesFiles(...texts: readonly string[]): OracleRequest['valuesFiles'] {
  return texts.map((text, i) => ({ name: `values-${String(i + 1)}.yaml`, text }));
}
