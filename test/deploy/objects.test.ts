import { expect, test } from 'vitest';
import { compare, stripped } from '../../server/src/deploy/objects/comparison.ts';
import { joinManifests, readManifests } from '../../server/src/deploy/objects/manifest.ts';
import { neededSecrets } from '../../server/src/deploy/preflight/needed-secrets.ts';
import { earlierObjects } from '../../server/src/deploy/plan/prune.ts';
import type { ReleaseStatus } from '../../server/src/deploy/release/release-record.ts';
import { inStages } from '../../server/src/deploy/plan/stages.ts';
import { yamlText } from '../../server/src/deploy/objects/yaml-text.ts';
import { readYaml } from './scenario.ts';

test('objects are applied in stages, and within a stage as rendered', () => {
  const kinds = [
    ['ray.io/v1', 'RayService'],
    ['apps/v1', 'Deployment'],
    ['autoscaling/v2', 'HorizontalPodAutoscaler'],
    ['v1', 'Service'],
    ['v1', 'Secret'],
    ['v1', 'ConfigMap'],
    ['apiextensions.k8s.io/v1', 'CustomResourceDefinition'],
    ['v1', 'Namespace'],
  ] as const;
  const items = kinds.map(([apiVersion, kind]) => ({ ref: { apiVersion, kind, name: 'x' } }));
  expect(inStages(items).map(({ ref }) => ref.kind)).toEqual([
    'Namespace',
    'CustomResourceDefinition',
    'Secret',
    'ConfigMap',
    'Service',
    'Deployment',
    'RayService',
    'HorizontalPodAutoscaler',
  ]);
});

test('lists are taken apart, empty documents and test hooks left out', () => {
  const documents = [
    { source: 'a', text: '---\n# Source: a\n' },
    {
      source: 'b',
      text: '---\napiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: two}}\n',
    },
    {
      source: 'c',
      text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\n',
      hook: {},
    },
  ];
  const read = readManifests(documents, readYaml);
  expect(read.ok && read.value.map(({ ref }) => ref.name)).toEqual(['one', 'two']);
  expect(joinManifests(documents)).toBe(`${documents[0]?.text ?? ''}${documents[1]?.text ?? ''}`);
});

test.each([
  ['kind: Service\n', 'no-name'],
  ['a: b: c\n  d', 'no-name'],
])('a document that is no object: %j', (text, reason) => {
  expect(readManifests([{ source: 's', text }], readYaml)).toEqual({
    ok: false,
    failure: { source: 's', reason },
  });
});

test('secrets are found in every pod template, also of Ray, and once each', () => {
  const use = (name: string, optional?: boolean): object => ({
    name: 'T',
    valueFrom: {
      secretKeyRef: { name, key: 'token', ...(optional !== undefined && { optional }) },
    },
  });
  const group = (env: object[], more = {}): object => ({
    template: { spec: { containers: [{ name: 'ray', env }], ...more } },
  });
  const object = {
    apiVersion: 'ray.io/v1',
    kind: 'RayService',
    metadata: { name: 'r' },
    spec: {
      rayClusterConfig: {
        headGroupSpec: group([use('hf-token', true)]),
        workerGroupSpecs: [
          group([use('hf-token'), use('own')], { volumes: [{ secret: { secretName: 'files' } }] }),
        ],
      },
    },
  };
  const own = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'own' } };
  const read = readManifests(
    [object, own].map((one) => ({ source: '', text: JSON.stringify(one) })),
    readYaml,
  );
  const needed = read.ok ? neededSecrets(read.value, 'models') : [];
  expect(needed.map(({ name, key, isOptional }) => [name, key, isOptional])).toEqual([
    ['hf-token', 'token', false],
    ['files', undefined, false],
  ]);
});

test('a hook is left out only where tests are all that it is for', () => {
  const hooked = (name: string, hook: string): object => ({
    ...{ apiVersion: 'v1', kind: 'Pod' },
    metadata: { name, annotations: { 'helm.sh/hook': hook } },
  });
  const documents = [
    hooked('a', 'test'),
    hooked('b', 'test-success'),
    hooked('c', 'test,pre-install'),
  ];
  const read = readManifests(
    documents.map((one) => ({ source: '', text: JSON.stringify(one) })),
    readYaml,
  );
  expect(read.ok ? read.value.map(({ ref }) => ref.name) : read.failure).toEqual(['c']);
});

test('earlier objects are those of the deployed revision and of failed ones after it', () => {
  const revision = (
    number: number,
    status: ReleaseStatus,
    ...names: string[]
  ): Parameters<typeof earlierObjects>[0][number] => ({
    ...{ release: 'r', namespace: 'n', revision: number, status, record: {} },
    manifest: names
      .map(
        (name) => `---\n# Source: x\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}}\n`,
      )
      .join(''),
  });
  const history = [
    revision(3, 'failed', 'c'),
    revision(2, 'deployed', 'b'),
    revision(1, 'superseded', 'a'),
  ];
  expect(earlierObjects(history, readYaml).map(({ name }) => name)).toEqual(['c', 'b']);
});

test('secrets are masked on both sides, and a change still shows', () => {
  const secret = (value: string): object => ({
    kind: 'Secret',
    metadata: {
      name: 's',
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': value },
    },
    data: { token: value, same: 'c2FtZQ==' },
  });
  const { live, next } = compare(secret('b2xk'), secret('bmV3'));
  expect(live).toContain('same: "(masked)"\n  token: "(masked, before)"');
  expect(next).toContain('same: "(masked)"\n  token: "(masked, after)"');
  expect(live + next).not.toMatch(/b2xk|bmV3|c2FtZQ/);
});

test('variables named as secrets are masked, sizes in tokens are not', () => {
  const object = {
    spec: {
      env: [
        { name: 'HF_TOKEN', value: 'hf_x' },
        { name: 'MAX_NUM_BATCHED_TOKENS', value: '8192' },
      ],
    },
  };
  const { next } = compare(undefined, object);
  expect(next).not.toContain('hf_x');
  expect(next).toContain('8192');
});

test('what the server keeps about an object is no difference', () => {
  const bare = { kind: 'Service', metadata: { name: 's' }, spec: {} };
  const stored = {
    ...bare,
    metadata: { name: 's', uid: 'u', generation: 3, resourceVersion: '9', managedFields: [{}] },
    status: {},
  };
  expect(stripped(stored)).toEqual(bare);
});

test('YAML for reading is read back as the same value', () => {
  const value = {
    'a/b': 'plain text',
    tricky: [
      'yes',
      '3.10',
      '',
      ' padded',
      'a: b',
      '# no comment',
      '-',
      'null',
      '1e3',
      '0x10',
      '~',
      '@x',
      '%x',
    ],
    block: 'one\n  two\n\nthree\n',
    open: 'one\ntwo',
    nested: [[1, 2], [{ a: 1, b: [] }, {}], null, true, 1.5],
    tab: 'a\tb\nc',
  };
  expect(readYaml(yamlText(value))).toEqual(value);
  expect(yamlText(value)).toBe(yamlText(Object.fromEntries(Object.entries(value).reverse())));
});
