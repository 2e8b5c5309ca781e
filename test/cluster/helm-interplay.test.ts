import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { followRollout } from '../../server/src/deploy/rollout/rollout.ts';
import {
  changesOf,
  chart,
  deploy,
  plan,
  root,
  templateArguments,
  type Order,
} from './deploying.ts';
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

const ports = openPorts();
const vllm = join(root, 'presets/values-llama-32-1b-vllm.yaml');
const ray = join(root, 'presets/values-llama-32-1b-ray-vllm.yaml');
const nodes: string[] = [];
let order: Order;

beforeAll(async () => {
  nodes.push(await createPlainNode());
  // Two of each: an update keeps the old pods until the new ones are ready.
  for (const type of ['g6.xlarge', 'g6.xlarge', 'g6.2xlarge', 'g6.2xlarge'])
    nodes.push(await createNode(type));
});

afterAll(async () => {
  for (const node of nodes) await deleteNode(node);
  await ports.cluster.close();
});

beforeEach(async () => {
  order = { release: 'llama', namespace: await createNamespace(), files: [vllm] };
});

afterEach(async () => {
  await deleteNamespace(order.namespace);
});

test('helm reads, rolls back and uninstalls what we deployed', async () => {
  await deploy(ports, order);
  const updated = await deploy(ports, { ...order, set: ['modelParameters.maxNumSeqs=8'] });
  expect(changesOf(updated.plan).filter((line) => !line.startsWith('unchanged'))).toEqual([
    'change Deployment llama-32-1b',
  ]);
  expect(updated.rollout.kind).toBe('ready');

  const n = ['--namespace', order.namespace];
  const [listed] = JSON.parse(await expectHelm('list', ...n, '-o', 'json')) as object[];
  expect(listed).toMatchObject({
    name: 'llama',
    revision: '2',
    status: 'deployed',
    chart: 'ai-on-eks-inference-charts-0.1.0',
  });
  const history = JSON.parse(await expectHelm('history', 'llama', ...n, '-o', 'json')) as object[];
  expect(history).toMatchObject([
    { revision: 1, status: 'superseded', description: 'Superseded by a newer revision' },
    { revision: 2, status: 'deployed', description: 'Upgrade complete' },
  ]);
  expect(await expectHelm('status', 'llama', ...n)).toContain('STATUS: deployed');
  expect(await expectHelm('get', 'manifest', 'llama', ...n)).toContain(
    '# Source: ai-on-eks-inference-charts/templates/vllm-deployment.yaml',
  );
  expect(await expectHelm('get', 'values', 'llama', ...n)).toContain('modelId:');

  await expectHelm('rollback', 'llama', '1', ...n);
  const rolledBack = await plan(ports, order);
  expect(changesOf(rolledBack).every((line) => line.startsWith('unchanged'))).toBe(true);
  expect(rolledBack.head).toMatchObject({ revision: 3, status: 'deployed' });

  await expectHelm('uninstall', 'llama', ...n, '--wait');
  const deployment = `/apis/apps/v1/namespaces/${order.namespace}/deployments/llama-32-1b`;
  expect(await exists(deployment)).toBe(false);
});

test.each([
  ['Deployment', vllm],
  ['RayService', ray],
])('helm upgrades our %s, and we upgrade what helm upgraded', async (_kind, file) => {
  order = { ...order, files: [file] };
  await deploy(ports, order);
  const changed = { ...order, set: ['modelParameters.maxModelLen=4096'] };
  await expectHelm('upgrade', 'llama', chart, ...templateArguments(changed));

  const unchanged = await plan(ports, changed);
  expect(changesOf(unchanged).filter((line) => !line.startsWith('unchanged'))).toEqual([]);
  const back = await deploy(ports, order);
  expect(changesOf(back.plan).some((line) => line.startsWith('change'))).toBe(true);
  expect(back.rollout.kind).toBe('ready');
  expect(back.applied).toMatchObject({ kind: 'applied', revision: 3 });
});

test('we take over what helm installed, and remove what is no longer rendered', async () => {
  await expectHelm('install', 'llama', chart, ...templateArguments(order));
  const renamed = { ...order, set: ['inference.serviceName=llama-renamed'] };
  const planned = await plan(ports, renamed);
  expect(changesOf(planned)).toEqual([
    'create Service llama-renamed',
    'create Deployment llama-renamed',
    'delete Service llama-32-1b',
    'delete Deployment llama-32-1b',
  ]);
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
  expect((await followRollout(ports, planned)).kind).toBe('ready');
  const services = `/api/v1/namespaces/${order.namespace}/services`;
  expect(await read(services)).toMatchObject({ items: [{ metadata: { name: 'llama-renamed' } }] });
});

test('a namespace that does not exist is made, and helm knows the release in it', async () => {
  const namespace = `${order.namespace}-new`;
  const created = await deploy(ports, { ...order, namespace });
  expect(changesOf(created.plan)).toEqual([
    `create Namespace ${namespace}`,
    'not-checkable Service llama-32-1b',
    'not-checkable Deployment llama-32-1b',
  ]);
  expect(created.rollout.kind).toBe('ready');
  expect(await expectHelm('status', 'llama', '--namespace', namespace)).toContain('deployed');
  await deleteNamespace(namespace);
});

test('helm and we never both hold a release', async () => {
  const planned = await plan(ports, order);
  const again = await plan(ports, order);
  const [first, second] = await Promise.all([applyPlan(ports, planned), applyPlan(ports, again)]);
  const kinds = [first.kind, second.kind].toSorted();
  expect(kinds).toEqual(['applied', 'failed']);
  const history = await helm('history', 'llama', '--namespace', order.namespace, '-o', 'json');
  expect(JSON.parse(history.stdout)).toMatchObject([{ revision: 1, status: 'deployed' }]);
});
