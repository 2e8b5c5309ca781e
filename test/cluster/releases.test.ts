import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { planRollback } from '../../server/src/deploy/rollback/plan-rollback.ts';
import { followRollout } from '../../server/src/deploy/rollout/rollout.ts';
import { readRelease, readReleases } from '../../server/src/deploy/status/read-releases.ts';
import { applyUninstall } from '../../server/src/deploy/uninstall/apply-uninstall.ts';
import { planUninstall } from '../../server/src/deploy/uninstall/plan-uninstall.ts';
import { openShell, type Shell } from '../cli/command-line.ts';
import { chart, deploy, root, templateArguments, type Order } from './deploying.ts';
import { expectHelm, helm } from './helm.ts';
import {
  createNamespace,
  createNode,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  exists,
  openPorts,
  read,
} from './world.ts';

/** Life after a deployment, with the real `helm` as the other side of it. */

const ports = openPorts();
const vllm = join(root, 'presets/values-llama-32-1b-vllm.yaml');
const ray = join(root, 'presets/values-llama-32-1b-ray-vllm.yaml');
const nodes: string[] = [];
let order: Order;
let n: readonly string[];
let shell: Shell | undefined;

beforeAll(async () => {
  nodes.push(await createPlainNode());
  for (const type of ['g6.xlarge', 'g6.xlarge', 'g6.2xlarge', 'g6.2xlarge'])
    nodes.push(await createNode(type));
});

afterAll(async () => {
  for (const node of nodes) await deleteNode(node);
  await ports.cluster.close();
});

beforeEach(async () => {
  const namespace = await createNamespace();
  order = { release: 'llama', namespace, files: [vllm] };
  n = ['--namespace', namespace];
});

afterEach(async () => {
  shell?.dispose();
  shell = undefined;
  await deleteNamespace(order.namespace);
});

test.each([
  ['server-side', 'true'],
  ['client-side, as Helm 3 does', 'false'],
])('what helm installed %s is listed, rolled back and uninstalled', async (_how, serverSide) => {
  const apply = `--server-side=${serverSide}`;
  await expectHelm('install', 'llama', chart, apply, ...templateArguments(order));
  const changed = { ...order, set: ['modelParameters.maxNumSeqs=8'] };
  await expectHelm('upgrade', 'llama', chart, apply, ...templateArguments(changed));
  const name = { release: 'llama', namespace: order.namespace };

  const plan = await planRollback(ports, { name });
  if (!plan.ok) throw new Error(JSON.stringify(plan.failure));
  expect(plan.value.objects.map(({ change, ref }) => `${change} ${ref.kind}`)).toEqual([
    'unchanged Service',
    'change Deployment',
  ]);
  expect(await applyPlan(ports, plan.value)).toMatchObject({ kind: 'applied', revision: 3 });
  expect((await followRollout(ports, plan.value)).kind).toBe('ready');
  expect(JSON.parse(await expectHelm('history', 'llama', ...n, '-o', 'json'))).toMatchObject([
    { revision: 1, status: 'superseded' },
    { revision: 2, status: 'superseded' },
    { revision: 3, status: 'deployed', description: 'Rollback to 1' },
  ]);
  expect(await expectHelm('get', 'manifest', 'llama', ...n)).toBe(
    await expectHelm('get', 'manifest', 'llama', '--revision', '1', ...n),
  );
  expect(await expectHelm('get', 'values', 'llama', ...n)).toBe(
    await expectHelm('get', 'values', 'llama', '--revision', '1', ...n),
  );

  const listed = await readReleases(ports, undefined);
  const own = listed.ok
    ? listed.value.releases.filter(({ namespace }) => namespace === order.namespace)
    : [];
  expect(own).toMatchObject([
    {
      release: 'llama',
      revision: 3,
      status: 'deployed',
      state: 'serving',
      model: 'NousResearch/Llama-3.2-1B',
      replicas: { ready: 1, wanted: 1 },
      devices: [{ resource: 'nvidia.com/gpu', count: 1 }],
    },
  ]);

  await uninstall();
  expect((await helm('status', 'llama', ...n)).stderr).toContain('not found');
});

test('helm goes on from our rollback: upgrade, rollback, uninstall', async () => {
  await deploy(ports, order);
  await deploy(ports, { ...order, set: ['modelParameters.maxNumSeqs=8'] });
  const name = { release: 'llama', namespace: order.namespace };
  const plan = await planRollback(ports, { name, revision: 1 });
  if (!plan.ok) throw new Error(JSON.stringify(plan.failure));
  expect((await applyPlan(ports, plan.value)).kind).toBe('applied');
  expect(await expectHelm('get', 'metadata', 'llama', ...n)).toContain('REVISION: 3');
  await expectHelm('upgrade', 'llama', chart, '--reuse-values', ...n);
  await expectHelm('rollback', 'llama', '3', ...n);
  await expectHelm('uninstall', 'llama', '--wait', ...n);
  const services = `/api/v1/namespaces/${order.namespace}/services`;
  expect(await read(services)).toMatchObject({ items: [] });
});

test('a history that we keep is what helm lists as uninstalled, and helm can bring it back', async () => {
  await deploy(ports, order);
  await uninstall({ keepsHistory: true });
  expect(JSON.parse(await expectHelm('list', '--uninstalled', ...n, '-o', 'json'))).toMatchObject([
    { name: 'llama', status: 'uninstalled' },
  ]);
  await expectHelm('rollback', 'llama', '1', ...n);
  expect(await exists(`/apis/apps/v1/namespaces/${order.namespace}/deployments/llama-32-1b`)).toBe(
    true,
  );
});

test('a RayService goes with its cluster and pods', async () => {
  order = { ...order, files: [ray] };
  await deploy(ports, order);
  const name = { release: 'llama', namespace: order.namespace };
  expect(await readRelease(ports, name)).toMatchObject({
    value: { state: 'serving', workloads: [{ kind: 'RayService' }] },
  });
  await uninstall();
  const services = `/apis/ray.io/v1/namespaces/${order.namespace}/rayservices`;
  expect(await read(services)).toMatchObject({ items: [] });
});

test('the command line tells the status, rolls back and uninstalls by the file', async () => {
  await deploy(ports, order);
  await deploy(ports, { ...order, set: ['modelParameters.maxNumSeqs=8'] });
  shell = openShell({});
  const where = ['--kubeconfig', inject('controlPlane').kubeconfig, '-n', order.namespace];

  const all = await shell.run('status', ...where);
  expect([all.stderr, all.code]).toEqual(['', 0]);
  expect(all.stdout).toMatch(/llama +serving +1\/1 +1 nvidia\.com\/gpu +NousResearch\//);
  const one = await shell.run('status', 'llama', ...where);
  expect(one.stdout).toMatch(/Deployment llama-32-1b: serving, 1 of 1 replicas ready/);
  expect(one.stdout).toMatch(/revision 2 +deployed/);

  const unasked = await shell.run('rollback', 'llama', '1', ...where);
  expect([unasked.code, unasked.stdout]).toEqual([2, '']);
  const back = await shell.run(
    'rollback',
    '-f',
    vllm,
    '--release',
    'llama',
    '1',
    '--yes',
    ...where,
  );
  expect(back.stdout).toContain('Deployment llama-32-1b is ready.');
  expect(back.code).toBe(0);

  const gone = await shell.run('uninstall', 'llama', '--yes', ...where);
  expect(gone.stdout).toBe(
    'Release llama is uninstalled. Deleted: Service llama-32-1b and Deployment llama-32-1b.\n',
  );
  const after = await shell.run('status', 'llama', ...where);
  expect([after.code, after.stderr]).toEqual([
    2,
    `There is no release llama in namespace ${order.namespace} of context test.\n`,
  ]);
});

test('who may not look is told so', async () => {
  const viewer = openPorts({ kubeconfig: inject('controlPlane').viewerKubeconfig });
  expect(await readReleases(viewer, undefined)).toMatchObject({
    ok: false,
    failure: { kind: 'forbidden' },
  });
  await viewer.cluster.close();
});

async function uninstall(options: { readonly keepsHistory?: boolean } = {}): Promise<void> {
  const name = { release: 'llama', namespace: order.namespace };
  const plan = await planUninstall(ports, { name, ...options });
  if (!plan.ok) throw new Error(JSON.stringify(plan.failure));
  expect(await applyUninstall(ports, plan.value)).toMatchObject({
    kind: 'uninstalled',
    lingering: [],
  });
}
