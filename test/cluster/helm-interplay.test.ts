import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { isMap, listAt, textAt, without } from '../../server/src/deploy/objects/json.ts';
import { revisionsIn } from '../../server/src/deploy/release/release-record.ts';
import { followRollout } from '../../server/src/deploy/rollout/rollout.ts';
import { openShell } from '../cli/command-line.ts';
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
  api,
  createNamespace,
  createNode,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  exists,
  openPorts,
  read,
  textOf,
  until,
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

test('helm test runs the tests of a chart that we deployed, from the record that helm would have written', async () => {
  const tested = mkdtempSync(join(tmpdir(), 'tested-chart-'));
  cpSync(chart, tested, { recursive: true });
  mkdirSync(join(tested, 'templates', 'tests'));
  writeFileSync(join(tested, 'templates', 'tests', 'answers.yaml'), testHooks);
  const shell = openShell({ 'values.yaml': textOf(vllm) });
  const { namespace } = order;
  const n = ['--namespace', namespace];
  const ours = async (command: string, ...more: readonly string[]): Promise<string> => {
    const { kubeconfig } = inject('controlPlane');
    const where = ['--kubeconfig', kubeconfig, ...n, '--release', 'llama', '--chart', tested];
    const ended = await shell.run(command, ...more, ...where, '-f', 'values.yaml');
    expect(ended.code, ended.stderr).toBe(0);
    return ended.stdout;
  };

  expect(await ours('plan')).not.toContain('llama-probe');
  await ours('deploy', '--yes');
  const hooks = await expectHelm('get', 'hooks', 'llama', ...n);
  expect(hooks).toContain('helm.sh/hook: test-success');
  const [record] = await hooksInRecords(namespace);

  const running = expectHelm('test', 'llama', ...n);
  const pod = `/api/v1/namespaces/${namespace}/pods/llama-probe`;
  // The fake kubelet has written its last status by then.
  await until('running test pod', async () => {
    const answer = await api.call('GET', pod);
    return answer.status === 200 && textAt(answer.json(), 'status', 'phase') === 'Running';
  });
  const succeeded = { status: { phase: 'Succeeded' } };
  await api.call('PATCH', `${pod}/status`, succeeded, 'application/merge-patch+json');
  expect(await running).toMatch(/TEST SUITE: +llama-probe\n[^]*Phase: +Succeeded/);
  // That tests have run is no reason for another revision.
  expect(await ours('deploy', '--yes')).toContain('Nothing to change');

  const files = templateArguments({ ...order, files: [vllm] });
  await expectHelm('upgrade', 'llama', tested, ...files);
  expect(await expectHelm('get', 'hooks', 'llama', ...n)).toBe(hooks);
  expect((await hooksInRecords(namespace)).at(-1)).toEqual(record);
  rmSync(tested, { recursive: true });
  shell.dispose();
});

const testHooks = `apiVersion: v1
kind: Pod
metadata:
  name: {{ .Release.Name }}-probe
  annotations:
    helm.sh/hook: test-success
    helm.sh/hook-weight: "5"
    helm.sh/hook-delete-policy: before-hook-creation, hook-failed
    helm.sh/hook-output-log-policy: hook-failed
spec:
  restartPolicy: Never
  containers:
    - name: probe
      image: busybox
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-questions
  annotations:
    "helm.sh/hook": test
data:
  first: |
    Say hello.

`;

/** By revision, without when they last ran. */
async function hooksInRecords(namespace: string): Promise<readonly unknown[]> {
  const secrets = await read(`/api/v1/namespaces/${namespace}/secrets`);
  return revisionsIn(secrets)
    .toReversed()
    .map(({ record }) =>
      listAt(record, 'hooks').map((hook) => (isMap(hook) ? without(hook, 'last_run') : hook)),
    );
}

test('helm and we never both hold a release', async () => {
  const planned = await plan(ports, order);
  const again = await plan(ports, order);
  const [first, second] = await Promise.all([applyPlan(ports, planned), applyPlan(ports, again)]);
  const kinds = [first.kind, second.kind].toSorted();
  expect(kinds).toEqual(['applied', 'failed']);
  const history = await helm('history', 'llama', '--namespace', order.namespace, '-o', 'json');
  expect(JSON.parse(history.stdout)).toMatchObject([{ revision: 1, status: 'deployed' }]);
});
