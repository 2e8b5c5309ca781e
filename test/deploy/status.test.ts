import { beforeEach, expect, test } from 'vitest';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';
import { readRelease, readReleases } from '../../server/src/deploy/status/read-releases.ts';
import type { ReleaseSummary } from '../../server/src/deploy/status/release-summary.ts';
import { answered, memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { deploySample } from './releases.ts';
import { readYaml, stillClock } from './scenario.ts';

const deployment = '/apis/apps/v1/namespaces/models/deployments/llama';
let cluster: MemoryCluster;
let ports: Ports;

beforeEach(() => {
  cluster = memoryCluster();
  ports = { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
});

test('a release says what it serves, on which devices, and how many replicas are ready', async () => {
  await deploySample(ports, {
    replicas: 3,
    values: { modelParameters: { modelId: 'meta-llama/Llama-3.2-1B' } },
  });
  setStatus({ updatedReplicas: 3, replicas: 3, availableReplicas: 1, readyReplicas: 1 });
  expect(await list()).toEqual([
    {
      release: 'llama',
      namespace: 'models',
      revision: 1,
      status: 'deployed',
      updated: '2026-01-01T00:00:00.000Z',
      chart: 'ai-on-eks-inference-charts-0.1.0',
      model: 'meta-llama/Llama-3.2-1B',
      accelerator: 'gpu',
      replicas: { ready: 1, wanted: 3 },
      devices: [{ resource: 'nvidia.com/gpu', count: 6 }],
      state: 'starting',
      message: 'Deployment llama: 1 of 3 replicas ready.',
    },
  ]);
});

test.each<[string, Json, string]>([
  [
    'every replica is there',
    { replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1 },
    'starting',
  ],
  [
    'quota',
    { conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: gpus' }] },
    'failing',
  ],
])('%s', async (_what, status, state) => {
  await deploySample(ports);
  setStatus(status);
  expect(await list()).toMatchObject([{ state }]);
});

test('a workload that somebody deleted makes the release fail, and the sentence says so', async () => {
  await deploySample(ports);
  cluster.objects.delete(deployment);
  expect(await list()).toMatchObject([
    {
      state: 'failing',
      message:
        'Deployment llama is not in the cluster: somebody deleted it. Roll back or deploy again.',
    },
  ]);
});

test('releases of other charts are not ours to show', async () => {
  await deploySample(ports, { release: 'grafana', chart: 'grafana' });
  expect(await list()).toEqual([]);
});

test('who may not look into every namespace sees the one of the context', async () => {
  cluster = memoryCluster();
  cluster.fault = ({ path }) =>
    path === '/api/v1/secrets' ? answered(403, { message: 'no' }) : undefined;
  ports = { ...ports, cluster };
  await deploySample(ports);
  await deploySample(ports, { namespace: 'default' });
  const read = await readReleases(ports, undefined);
  expect(read).toMatchObject({
    ok: true,
    value: { namespace: 'default', releases: [{ namespace: 'default' }] },
  });
});

test('who may not look into the namespace that was asked for is told', async () => {
  cluster.fault = ({ path }) =>
    path.endsWith('/secrets') ? answered(403, { message: 'no' }) : undefined;
  expect(await readReleases(ports, 'models')).toMatchObject({
    ok: false,
    failure: { kind: 'forbidden' },
  });
});

test('a namespace asks for its events once, however many releases it has', async () => {
  await deploySample(ports);
  await deploySample(ports, { release: 'qwen' });
  const asked: string[] = [];
  cluster.fault = ({ path }) => {
    asked.push(path);
    return undefined;
  };
  await list();
  expect(asked.filter((path) => path.endsWith('/events'))).toHaveLength(1);
});

test('one release tells its revisions, newest first', async () => {
  await deploySample(ports);
  await deploySample(ports, { replicas: 2 });
  const read = await readRelease(ports, { release: 'llama', namespace: 'models' });
  expect(read).toMatchObject({
    value: {
      revision: 2,
      revisions: [
        { revision: 2, status: 'deployed', description: 'Upgrade complete' },
        { revision: 1, status: 'superseded' },
      ],
      workloads: [{ kind: 'Deployment', name: 'llama', replicas: { ready: 0, wanted: 2 } }],
    },
  });
  expect(await readRelease(ports, { release: 'other', namespace: 'models' })).toEqual({
    ok: true,
    value: undefined,
  });
});

test('looking writes nothing', async () => {
  await deploySample(ports);
  const before = cluster.writes.length;
  await list();
  expect(cluster.writes.length).toBe(before);
});

/** As the deployment controller would write it. */
function setStatus(status: Json): void {
  cluster.objects.set(deployment, { ...cluster.objects.get(deployment), status });
}

async function list(): Promise<readonly ReleaseSummary[]> {
  const read = await readReleases(ports, undefined);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  return read.value.releases;
}
