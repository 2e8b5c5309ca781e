import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { compare } from '../../server/src/deploy/objects/comparison.ts';
import { managersOf } from '../../server/src/deploy/objects/managed-fields.ts';
import { textAt, without } from '../../server/src/deploy/objects/json.ts';
import { blockersOf, makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import { planRollback } from '../../server/src/deploy/rollback/plan-rollback.ts';
import { sayProblem } from '../../server/src/deploy/sentences.ts';
import {
  apart,
  dropping,
  inVersions,
  renaming,
  swapping,
  writeChart,
} from './client-side-chart.ts';
import { changesOf, chart as boxed, plan, root, templateArguments } from './deploying.ts';
import { expectHelm, helmTemplate } from './helm.ts';
import { api, createNamespace, deleteNamespace, openPorts, read } from './world.ts';

const ports = openPorts();
const namespaces: string[] = [];

afterEach(async () => {
  for (const namespace of namespaces.splice(0)) await deleteNamespace(namespace);
});

afterAll(async () => {
  await ports.cluster.close();
});

const chart = writeChart(dropping);
const swapped = writeChart(swapping);
const renamed = writeChart(renaming);

test.each([
  ['dropped', chart],
  ['swapped for what cannot stand beside them', swapped],
  ['kept under another name', renamed],
])('fields that are %s go, as shown, and as after a fresh install', async (_what, charted) => {
  const namespace = await installed(charted);
  const planned = await planOf(charted, namespace, 'after');
  expect(sayBlockers(planned)).toEqual([]);
  expect(changesOf(planned).filter((line) => !line.startsWith('change '))).toEqual([]);
  expect(await applyPlan(ports, planned)).toMatchObject({ kind: 'applied', revision: 2 });
  await expectShown(planned);

  const fresh = await newNamespace();
  await expectHelm('install', ...helmArguments(charted, fresh, 'after'));
  expect(await contentOf(planned)).toEqual(await contentOf(planned, fresh));
  const again = await planOf(charted, namespace, 'after');
  expect(changesOf(again).filter((line) => !line.startsWith('unchanged '))).toEqual([]);
});

const edits: readonly (readonly [string, string, (namespace: string) => Promise<void>])[] = [
  ['of a release that helm made', chart, () => Promise.resolve()],
  ['that cannot stand beside the new ones', swapped, () => Promise.resolve()],
  ['that have another name', renamed, () => Promise.resolve()],
  [
    'beside what others set, on its own, in an item that goes, and in place of what goes',
    chart,
    async (namespace) => {
      const containers = [
        {
          name: 'vllm',
          env: [
            { name: 'EDITED', value: '1' },
            { name: 'DROPPED', value: 'edited' },
          ],
        },
        { name: 'dropped', env: [{ name: 'A', value: 'edited' }], workingDir: '/edited' },
      ];
      await edit(namespace, 'apps/v1/deployments', {
        metadata: { annotations: { edited: '1' }, labels: { tier: 'edited' } },
        spec: { replicas: 3, template: { spec: { containers } } },
      });
      await edit(namespace, 'v1/configmaps', { data: { edited: '1', dropped: 'edited' } });
    },
  ],
  [
    'that helm set both ways',
    chart,
    async (namespace) => {
      const n = (generation: string): readonly string[] =>
        helmArguments(chart, namespace, generation);
      await expectHelm('upgrade', ...n('after'), '--server-side=true');
      await expectHelm('upgrade', ...n('before'), '--server-side=false');
    },
  ],
  [
    'that helm set after us',
    chart,
    async (namespace) => {
      const planned = await planOf(chart, namespace, 'after');
      expect((await applyPlan(ports, planned)).kind).toBe('applied');
      const back = helmArguments(chart, namespace, 'before');
      await expectHelm('upgrade', ...back, '--server-side=false');
    },
  ],
];

test.each(edits)('fields %s go as helm itself lets them go', async (_what, charted, prepare) => {
  const namespace = await installed(charted);
  const helms = await installed(charted);
  await Promise.all([prepare(namespace), prepare(helms)]);
  const planned = await planOf(charted, namespace, 'after');
  expect(sayBlockers(planned)).toEqual([]);
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
  await expectShown(planned);
  const upgrade = helmArguments(charted, helms, 'after');
  await expectHelm('upgrade', ...upgrade, '--server-side=true', '--force-conflicts');
  expect(await contentOf(planned)).toEqual(await contentOf(planned, helms));
  expect(await ownersOf(planned)).toEqual(await ownersOf(planned, helms));
});

test.each([
  ['Deployment', 'presets/values-llama-32-1b-vllm.yaml'],
  ['RayService', 'presets/values-llama-32-1b-ray-vllm.yaml'],
])(
  'a %s of the chart in the box loses what its values file no longer sets',
  async (_kind, file) => {
    const namespace = await newNamespace();
    const order = { release: 'llama', namespace, files: [join(root, file)] };
    const more = [
      'inference.modelServer.env[0].name=DROPPED',
      'inference.modelServer.env[0].value=x',
      'inference.modelServer.deployment.podLabels.dropped=x',
      'inference.modelServer.deployment.podAnnotations.dropped=x',
      'service.annotations.dropped=x',
    ];
    const extended = templateArguments({ ...order, set: more });
    await expectHelm('install', 'llama', boxed, ...extended, '--server-side=false');
    const planned = await plan(ports, order);
    expect(sayBlockers(planned)).toEqual([]);
    expect(planned.objects.map(({ comparison }) => comparison.live).join('')).toMatch(/dropped/i);
    for (const { comparison } of planned.objects) expect(comparison.next).not.toMatch(/dropped/i);
    expect((await applyPlan(ports, planned)).kind).toBe('applied');
    await expectShown(planned);
  },
);

test('what others set stays', async () => {
  const namespace = await installed(chart);
  await edit(namespace, 'apps/v1/deployments', {
    metadata: { annotations: { edited: '1' } },
    spec: {
      replicas: 3,
      template: { spec: { containers: [{ name: 'vllm', env: [{ name: 'E', value: '1' }] }] } },
    },
  });
  const planned = await planOf(chart, namespace, 'after');
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
  expect(await read(`/apis/apps/v1/namespaces/${namespace}/deployments/llama`)).toMatchObject({
    metadata: { annotations: { edited: '1' } },
    spec: {
      replicas: 3,
      template: {
        spec: {
          containers: [
            {
              name: 'vllm',
              env: [
                { name: 'E', value: '1' },
                { name: 'KEPT', value: '1' },
              ],
            },
          ],
        },
      },
    },
  });
});

test('helm upgrades, rolls back and uninstalls what we have taken over', async () => {
  const namespace = await installed(chart);
  const planned = await planOf(chart, namespace, 'after');
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
  const after = await contentOf(planned);
  const n = ['--namespace', namespace];
  await expectHelm('upgrade', ...helmArguments(chart, namespace, 'before'));
  expect((await contentOf(planned)).join('')).toMatch(/dropped/);
  await expectHelm('rollback', 'llama', '2', ...n);
  expect(await contentOf(planned)).toEqual(after);
  // Not compared: as a client-side revision it is merged without protocols, which loses one of two ports.
  await expectHelm('rollback', 'llama', '1', ...n);
  const guarded = { metadata: { finalizers: null } };
  await edit(namespace, 'v1/configmaps', guarded);
  await expectHelm('uninstall', 'llama', ...n);
  const left = planned.objects.map(({ path }) => api.call('GET', path));
  expect((await Promise.all(left)).map(({ status }) => status)).toEqual(left.map(() => 404));
});

test('our rollback takes away what the revision before did not have', async () => {
  const namespace = await newNamespace();
  const helmed = (generation: string): readonly string[] => [
    ...helmArguments(chart, namespace, generation),
    '--server-side=false',
  ];
  await expectHelm('install', ...helmed('after'));
  const before = await planOf(chart, namespace, 'after');
  const content = await contentOf(before);
  await expectHelm('upgrade', ...helmed('before'));
  const planned = await planRollback(ports, { name: { release: 'llama', namespace } });
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  expect(await applyPlan(ports, planned.value)).toMatchObject({ kind: 'applied', revision: 3 });
  await expectShown(planned.value);
  expect(await contentOf(before)).toEqual(content);
});

test('what does not change is not written, and helm goes on with it as it was', async () => {
  const charted = writeChart(apart);
  const namespace = await installed(charted);
  const path = `/api/v1/namespaces/${namespace}/services/llama`;
  const before = await read(path);
  const planned = await planOf(charted, namespace, 'after');
  expect(changesOf(planned)).toEqual(['change ConfigMap llama', 'unchanged Service llama']);
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
  expect(await read(path)).toEqual(before);
  // Told that the release were applied server-side, helm would find its own fields in conflict.
  await expectHelm('upgrade', ...helmArguments(charted, namespace, 'later'));
  expect(await read(path)).toMatchObject({ spec: { ports: [{ port: 81 }] } });
  const again = await planOf(charted, namespace, 'before');
  expect((await applyPlan(ports, again)).kind).toBe('applied');
  await expectShown(again);
});

test('fields that are owned in another API version stay, and the plan says so', async () => {
  const charted = writeChart(inVersions);
  const namespace = await installed(charted);
  const planned = await planOf(charted, namespace, 'after');
  expect(planned.problems).toMatchObject([{ kind: 'fields-left', ref: { name: 'llama' } }]);
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
  await expectShown(planned);
  await expectHelm('upgrade', ...helmArguments(charted, namespace, 'after'), '--server-side=true');
  expect((await contentOf(planned)).join('')).not.toMatch(/dropped/);
});

async function newNamespace(): Promise<string> {
  const namespace = await createNamespace();
  namespaces.push(namespace);
  return namespace;
}

/** A namespace with a release that helm made as Helm 3 does. */
async function installed(chart: string): Promise<string> {
  const namespace = await newNamespace();
  await expectHelm('install', ...helmArguments(chart, namespace, 'before'), '--server-side=false');
  return namespace;
}

function helmArguments(chart: string, namespace: string, generation: string): readonly string[] {
  return ['llama', chart, '--namespace', namespace, '--set', `generation=${generation}`];
}

async function planOf(chart: string, namespace: string, generation: string): Promise<Plan> {
  const [release = '', , ...args] = helmArguments(chart, namespace, generation);
  const planned = await makePlan(ports, {
    release: {
      name: release,
      namespace,
      chart: { metadata: { name: 'sample', version: '1.0.0' }, values: {}, templates: [] },
      values: { generation },
    },
    documents: await helmTemplate(release, chart, args),
  });
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  return planned.value;
}

/** What is shown is what the cluster holds afterwards. */
async function expectShown(planned: Plan): Promise<void> {
  const shown = planned.objects.map(({ comparison }) => plain(comparison.next));
  expect(await contentOf(planned)).toEqual(shown);
}

/** The objects of a plan as they are, or those of the same names in another namespace. */
async function contentOf(planned: Plan, namespace?: string): Promise<readonly string[]> {
  const objects = await readAll(planned, namespace);
  return objects.map((live) => plain(compare(live, undefined).live));
}

/** Who owns what of each object, but for controllers. */
async function ownersOf(planned: Plan, namespace?: string): Promise<readonly unknown[]> {
  const objects = await readAll(planned, namespace);
  return objects.map((live) =>
    managersOf(live)
      .filter((entry) => ['helm', 'editor'].includes(textAt(entry, 'manager') ?? ''))
      .map((entry) => without(entry, 'time')),
  );
}

function readAll({ objects, release }: Plan, namespace = release.namespace): Promise<unknown[]> {
  return Promise.all(
    objects.map(({ path }) => read(path.replace(`/${release.namespace}/`, `/${namespace}/`))),
  );
}

/** As `kubectl edit` does, by a strategic merge. */
async function edit(namespace: string, kind: string, change: object): Promise<void> {
  const [version = '', plural = ''] = kind.split(/\/(?=[a-z]+$)/);
  const root = version === 'v1' ? '/api/v1' : `/apis/${version}`;
  const path = `${root}/namespaces/${namespace}/${plural}/llama?fieldManager=editor`;
  const type = 'application/strategic-merge-patch+json';
  const { status, text } = await api.call('PATCH', path, change, type);
  if (status !== 200) throw new Error(text);
}

function sayBlockers(planned: Plan): readonly string[] {
  return blockersOf(planned).map((problem) => sayProblem(problem, planned.target));
}

/** Without what differs between any two namespaces, and what controllers count. */
function plain(text: string): string {
  return text
    .replaceAll(/\bt-[0-9a-f]{8}\b/g, 'NAMESPACE')
    .replaceAll(/^ *deployment.kubernetes.io\/revision: .*\n/gm, '')
    .replaceAll('(masked, after)', '(masked)')
    .replaceAll(/\b10\.\d+\.\d+\.\d+\b/g, 'ADDRESS');
}
