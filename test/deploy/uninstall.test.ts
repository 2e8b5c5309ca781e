import { beforeEach, expect, test } from 'vitest';
import type { ApiAnswer, Ports } from '../../server/src/deploy/cluster/ports.ts';
import { revisionsIn, toSecret } from '../../server/src/deploy/release/release-record.ts';
import { sayUninstallOutcome, sayUninstallPlan } from '../../server/src/deploy/sentences.ts';
import {
  applyUninstall,
  type UninstallProgress,
} from '../../server/src/deploy/uninstall/apply-uninstall.ts';
import {
  planUninstall,
  type UninstallOptions,
  type UninstallPlan,
} from '../../server/src/deploy/uninstall/plan-uninstall.ts';
import { inUninstallOrder } from '../../server/src/deploy/uninstall/uninstall-order.ts';
import { answered, memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { deploySample } from './releases.ts';
import { readYaml, stillClock } from './scenario.ts';

const secrets = '/api/v1/namespaces/models/secrets';
const service = '/api/v1/namespaces/models/services/llama';
const deployment = '/apis/apps/v1/namespaces/models/deployments/llama';
const kept = '/api/v1/namespaces/models/configmaps/kept';
const keptObject = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'kept', annotations: { 'helm.sh/resource-policy': 'keep' } },
};
let cluster: MemoryCluster;
let ports: Ports;

beforeEach(async () => {
  cluster = memoryCluster();
  ports = { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
  await deploySample(ports);
  await deploySample(ports, { replicas: 2, extra: [keptObject] });
  cluster.writes.length = 0;
});

test('the record says so first, objects go in the order of helm, the record goes last', async () => {
  const planned = await plan();
  expect(sayUninstallPlan(planned)).toBe(
    'Uninstalling release llama in namespace models of context test (https://test): deletes Service llama and Deployment llama. ConfigMap kept stays: its helm.sh/resource-policy is keep.',
  );
  const outcome = await applyUninstall(ports, planned);
  expect(cluster.writes).toEqual([
    `PUT ${secrets}/sh.helm.release.v1.llama.v2`,
    `DELETE ${service}`,
    `DELETE ${deployment}`,
    `DELETE ${secrets}/sh.helm.release.v1.llama.v1`,
    `DELETE ${secrets}/sh.helm.release.v1.llama.v2`,
  ]);
  expect(cluster.objects.has(kept)).toBe(true);
  expect(cluster.objects.has('/api/v1/namespaces/models')).toBe(true);
  expect(sayUninstallOutcome(outcome, planned)).toBe(
    'Release llama is uninstalled. Deleted: Service llama and Deployment llama. ConfigMap kept stays: its helm.sh/resource-policy is keep.',
  );
});

test('planning writes nothing', async () => {
  await plan();
  expect(cluster.writes).toEqual([]);
});

test('a history that is kept says uninstalled', async () => {
  await applyUninstall(ports, await plan({ keepsHistory: true }));
  expect(statuses()).toEqual(['uninstalled', 'superseded']);
  expect(revisionsIn({ items: records() })[0]?.record).toMatchObject({
    info: { description: 'Uninstallation complete', deleted: '2026-01-01T00:00:00.000Z' },
  });
});

test('what belongs to another release stays, and it is said whose it is', async () => {
  const annotations = {
    'meta.helm.sh/release-name': 'other',
    'meta.helm.sh/release-namespace': 'models',
  };
  const live = cluster.objects.get(service);
  cluster.objects.set(service, { ...live, metadata: { name: 'llama', uid: 'u', annotations } });
  const planned = await plan();
  await applyUninstall(ports, planned);
  expect(cluster.objects.has(service)).toBe(true);
  expect(planned.left).toContainEqual({
    ref: { apiVersion: 'v1', kind: 'Service', name: 'llama', namespace: 'models' },
    why: 'not-ours',
    owner: 'models/other',
  });
});

test('the namespace of the release is left alone even when the chart renders it', async () => {
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'models' } };
  cluster.objects.set('/api/v1', {
    resources: [
      { kind: 'Service', name: 'services', namespaced: true },
      { kind: 'Namespace', name: 'namespaces', namespaced: false },
    ],
  });
  const annotations = {
    'meta.helm.sh/release-name': 'llama',
    'meta.helm.sh/release-namespace': 'models',
  };
  const metadata = { name: 'models', uid: 'models', annotations };
  cluster.objects.set('/api/v1/namespaces/models', { ...namespace, metadata });
  await deploySample(ports, { extra: [namespace] });
  const planned = await plan();
  expect(planned.left).toContainEqual(expect.objectContaining({ why: 'namespace' }));
  await applyUninstall(ports, planned);
  expect(cluster.objects.has('/api/v1/namespaces/models')).toBe(true);
});

test('a release with deletion hooks is left to helm', async () => {
  const [head] = revisionsIn({ items: records() });
  if (head === undefined) throw new Error('there is no release');
  const hooks = [{ name: 'drain', kind: 'Job', events: ['pre-delete'] }];
  const secret = toSecret({ ...head, record: { ...head.record, hooks } }, 0);
  cluster.objects.set(`${secrets}/sh.helm.release.v1.llama.v2`, secret);
  const planned = await plan();
  expect(sayUninstallOutcome(await applyUninstall(ports, planned), planned)).toBe(
    'Nothing was deleted. Job drain is a Helm hook (pre-delete), which only helm runs. Use helm for this chart.',
  );
  expect(cluster.writes).toEqual([]);
});

test.each<[string, ApiAnswer]>([
  ['403', answered(403, { message: 'no' })],
  ['a connection that is lost', { kind: 'unreachable', reason: 'ECONNRESET', wasSent: false }],
])('%s half-way: what was deleted is listed, the record says failed', async (_what, answer) => {
  const planned = await plan();
  cluster.fault = ({ method, path }) =>
    method === 'DELETE' && path === deployment ? answer : undefined;
  const outcome = await applyUninstall(ports, planned);
  expect(outcome).toMatchObject({
    kind: 'failed',
    deleted: [{ kind: 'Service' }],
    notDeleted: [{ kind: 'Deployment' }],
    record: 'failed',
  });
  expect(sayUninstallOutcome(outcome, planned)).toContain(
    'Deleted: Service llama. Not deleted: Deployment llama. Revision 2 of the release is recorded as failed.',
  );
  expect(statuses()).toEqual(['failed', 'superseded']);
});

test('when the first deletion is refused, the release is what it was', async () => {
  const planned = await plan();
  cluster.fault = ({ method }) =>
    method === 'DELETE' ? answered(403, { message: 'no' }) : undefined;
  expect(await applyUninstall(ports, planned)).toMatchObject({
    kind: 'failed',
    record: 'restored',
  });
  const [head] = revisionsIn({ items: records() });
  expect(head).toMatchObject({
    status: 'deployed',
    record: { info: { description: 'Upgrade complete', deleted: '' } },
  });
});

test('a release that somebody else took in the same moment is left to them', async () => {
  const planned = await plan();
  cluster.fault = ({ method }) =>
    method === 'PUT' ? answered(409, { message: 'modified' }) : undefined;
  expect(await applyUninstall(ports, planned)).toMatchObject({
    kind: 'failed',
    refusal: { kind: 'changed-underneath' },
    deleted: [],
    record: 'untouched',
  });
  expect(cluster.writes).toEqual([]);
});

test('a release that changed since the plan was shown is not touched', async () => {
  const planned = await plan();
  await deploySample(ports, { replicas: 5 });
  cluster.writes.length = 0;
  expect((await applyUninstall(ports, planned)).kind).toBe('stale');
  expect(cluster.writes).toEqual([]);
});

test('cancelled after the first object: no other goes, and the record says failed', async () => {
  const cancel = new AbortController();
  const outcome = await applyUninstall(ports, await plan(), {
    signal: cancel.signal,
    onProgress: () => {
      cancel.abort();
    },
  });
  expect(outcome).toMatchObject({
    kind: 'cancelled',
    deleted: [{ kind: 'Service' }],
    record: 'failed',
  });
  expect(statuses()).toEqual(['failed', 'superseded']);
});

test('what finalizers hold is waited for, and reported when it does not go', async () => {
  let now = 0;
  ports = { ...ports, clock: { now: () => (now += 60_000), sleep: () => Promise.resolve() } };
  const planned = await plan();
  cluster.fault = ({ method, path }) =>
    method === 'DELETE' && path === deployment ? answered(200, {}) : undefined;
  const steps: UninstallProgress[] = [];
  const outcome = await applyUninstall(ports, planned, {
    onProgress: (progress) => steps.push(progress),
  });
  expect(steps.at(-1)).toMatchObject({ step: 'waiting', ref: { kind: 'Deployment' } });
  expect(sayUninstallOutcome(outcome, planned)).toContain(
    'Still going, because finalizers hold them: Deployment llama.',
  );
  expect(records()).toEqual([]);
});

test('kinds that helm does not know go last, by name', () => {
  const kinds = ['RayService', 'Namespace', 'LeaderWorkerSet', 'Deployment', 'Ingress'];
  const ordered = inUninstallOrder(kinds.map((kind) => ({ ref: { kind } })));
  expect(ordered.map(({ ref }) => ref.kind)).toEqual([
    'Ingress',
    'Deployment',
    'Namespace',
    'LeaderWorkerSet',
    'RayService',
  ]);
});

async function plan(options: UninstallOptions = {}): Promise<UninstallPlan> {
  const name = { release: 'llama', namespace: 'models' };
  const planned = await planUninstall(ports, { name, ...options });
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  return planned.value;
}

function records(): readonly unknown[] {
  return [...cluster.objects].filter(([path]) => path.startsWith(secrets)).map(([, one]) => one);
}

function statuses(): readonly string[] {
  return revisionsIn({ items: records() }).map(({ status }) => status);
}
