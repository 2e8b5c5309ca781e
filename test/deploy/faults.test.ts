import { beforeEach, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import type { ApiAnswer, ApiRequest, Ports } from '../../server/src/deploy/cluster/ports.ts';
import { patientCluster } from '../../server/src/deploy/cluster/patient-cluster.ts';
import { revisionsIn } from '../../server/src/deploy/release/release-record.ts';
import { sayApplyOutcome, sayPlanFailure } from '../../server/src/deploy/sentences.ts';
import { answered, memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { readYaml } from './scenario.ts';

const secrets = '/api/v1/namespaces/models/secrets';
const deployment = '/apis/apps/v1/namespaces/models/deployments/llama';
let cluster: MemoryCluster;
let ports: Ports;
let slept: number[];

beforeEach(() => {
  cluster = memoryCluster();
  slept = [];
  ports = {
    cluster,
    readYaml,
    clock: {
      now: () => Date.UTC(2026, 0, 1),
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    },
  };
});

test('writes go stage by stage under the record, which is opened first and closed last', async () => {
  const outcome = await applyPlan(ports, await plan());
  expect(outcome).toMatchObject({ kind: 'applied', revision: 1 });
  expect(cluster.writes).toEqual([
    `POST ${secrets}`,
    'PATCH /api/v1/namespaces/models/configmaps/llama',
    'PATCH /api/v1/namespaces/models/services/llama',
    `PATCH ${deployment}`,
    `PUT ${secrets}/sh.helm.release.v1.llama.v1`,
  ]);
});

test.each<[string, ApiAnswer, string]>([
  [
    '500',
    answered(500, { message: 'etcd is away' }),
    'Deployment llama: The API server https://test failed with 500: etcd is away.',
  ],
  ['403', answered(403, { message: 'no' }), 'Deployment llama: Not permitted: no.'],
  [
    '401',
    answered(401, { message: 'Unauthorized' }),
    'Deployment llama: The API server https://test does not accept the credentials of user me. Sign in again.',
  ],
  [
    '422',
    answered(422, { message: 'm', details: { causes: [{ field: 'spec.x', message: 'bad' }] } }),
    'Deployment llama: The API server refuses it: spec.x: bad.',
  ],
  [
    'nobody there',
    { kind: 'unreachable', reason: 'connect ECONNREFUSED', wasSent: false },
    'Deployment llama: The API server https://test of context test cannot be reached: connect ECONNREFUSED.',
  ],
])(
  'an apply that fails half-way with %s lists what was written',
  async (_what, answer, sentence) => {
    const planned = await plan();
    cluster.fault = (request) => (isWrite(request, deployment) ? answer : undefined);
    const outcome = await applyPlan(ports, planned);
    expect(sayApplyOutcome(outcome, planned)).toBe(
      `${sentence} Written: ConfigMap llama and Service llama. Not written: Deployment llama. Revision 1 of the release is recorded as failed.`,
    );
    expect(statuses()).toEqual(['failed']);
  },
);

test('an answer that got lost is looked up: it was written', async () => {
  const planned = await plan();
  let isLost = false;
  cluster.fault = (request) => {
    if (!isWrite(request, deployment) || isLost) return undefined;
    isLost = true;
    void cluster.request(request);
    return { kind: 'unreachable', reason: 'read ECONNRESET', wasSent: true };
  };
  expect(await applyPlan(ports, planned)).toMatchObject({ kind: 'applied', revision: 1 });
  expect(statuses()).toEqual(['deployed']);
});

test('an answer that got lost is looked up: it was not written', async () => {
  const planned = await plan();
  cluster.fault = (request) => (isWrite(request, deployment) ? { kind: 'timed-out' } : undefined);
  const outcome = await applyPlan(ports, planned);
  expect(outcome).toMatchObject({
    kind: 'failed',
    uncertain: [],
    notWritten: [{ kind: 'Deployment' }],
  });
});

test('an overloaded server is given the time it asks for, whatever it was asked', async () => {
  const planned = await plan();
  let refusals = 2;
  cluster.fault = (request) =>
    (isWrite(request, deployment) || request.method === 'PUT') && refusals-- > 0
      ? answered(429, { message: 'wait' }, 3)
      : undefined;
  const patient = { ...ports, cluster: patientCluster(cluster, ports.clock) };
  expect((await applyPlan(patient, planned)).kind).toBe('applied');
  expect(slept).toEqual([3000, 3000]);
  refusals = 1;
  const update = await plan(2);
  expect((await applyPlan(patient, update)).kind).toBe('applied');
  expect(slept).toEqual([3000, 3000, 3000]);
});

test.each<[string, number | undefined, readonly number[]]>([
  ['without end', 2, [2000, 2000, 2000, 2000, 2000]],
  ['without saying for how long', undefined, [1000, 1000, 1000, 1000, 1000]],
  ['for longer than anybody waits', 600, []],
])('a server that is overloaded %s is given up on', async (_what, seconds, waits) => {
  cluster.fault = () => answered(429, { message: 'wait' }, seconds);
  const patient = patientCluster(cluster, ports.clock);
  const answer = await patient.request({ method: 'GET', path: '/version' });
  expect(answer).toMatchObject({ status: 429 });
  expect(slept).toEqual(waits);
});

test('a server that is away for a while finds the record closed when it is back', async () => {
  const planned = await plan();
  let downtime = 5;
  let isDown = false;
  cluster.fault = (request) => {
    isDown ||= isWrite(request, deployment);
    return isDown && downtime-- > 0
      ? { kind: 'unreachable', reason: 'connect ECONNREFUSED', wasSent: false }
      : undefined;
  };
  const outcome = await applyPlan(ports, planned);
  expect(outcome).toMatchObject({ kind: 'failed', record: 'failed', uncertain: [] });
  expect(statuses()).toEqual(['failed']);
});

test('a record that is gone with its namespace is not said to be pending', async () => {
  const planned = await plan();
  cluster.fault = (request) => {
    if (isWrite(request, deployment)) return answered(403, { message: 'being terminated' });
    return request.method === 'PUT' ? answered(404, { message: 'not found' }) : undefined;
  };
  const outcome = await applyPlan(ports, planned);
  expect(sayApplyOutcome(outcome, planned)).not.toContain('pending');
});

test('a release that somebody else locks in the same moment is left to them', async () => {
  const planned = await plan();
  cluster.fault = (request) =>
    request.method === 'POST' && request.path === secrets
      ? answered(409, { reason: 'AlreadyExists', message: 'it exists' })
      : undefined;
  const outcome = await applyPlan(ports, planned);
  expect(sayApplyOutcome(outcome, planned)).toBe(
    'Somebody changed it in the same moment: it exists. Nothing was written. Not written: ConfigMap llama, Service llama and Deployment llama.',
  );
});

test.each([0, 1])(
  'cancelled after %d objects: nothing else is written, the record says failed',
  async (after) => {
    const planned = await plan();
    const cancel = new AbortController();
    const outcome = await applyPlan(ports, planned, {
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done === after) cancel.abort();
      },
    });
    // The write that was under way is finished, so that it is known.
    expect(outcome).toMatchObject({ kind: 'cancelled', record: 'failed', uncertain: [] });
    expect(outcome.kind === 'cancelled' && outcome.written.length).toBe(after + 1);
    expect(statuses()).toEqual(['failed']);
  },
);

test('cancelled during the last write: all is written, and that is what is said', async () => {
  const planned = await plan();
  const cancel = new AbortController();
  const outcome = await applyPlan(ports, planned, {
    signal: cancel.signal,
    onProgress: ({ done, total }) => {
      if (done === total - 1) cancel.abort();
    },
  });
  expect(outcome).toMatchObject({ kind: 'applied', revision: 1 });
  expect(statuses()).toEqual(['deployed']);
});

test('cancelled before the first write, nothing is written', async () => {
  const planned = await plan();
  const outcome = await applyPlan(ports, planned, { signal: AbortSignal.abort() });
  expect(sayApplyOutcome(outcome, planned)).toBe(
    'Cancelled. Nothing was written. Not written: ConfigMap llama, Service llama and Deployment llama.',
  );
  expect(cluster.writes).toEqual([]);
});

test('a cancelled plan says so', async () => {
  const planned = await request(AbortSignal.abort());
  expect(planned).toEqual({
    ok: false,
    failure: { kind: 'refused', refusal: { kind: 'cancelled' } },
  });
});

test('planning writes nothing', async () => {
  await plan();
  expect(cluster.writes).toEqual([]);
});

test('a server that fails while planning ends the plan with one sentence', async () => {
  cluster.fault = ({ path }) => (path === '/version' ? { kind: 'timed-out' } : undefined);
  const planned = await request();
  expect(planned.ok ? '' : sayPlanFailure(planned.failure, cluster.target)).toBe(
    'The API server https://test did not answer in time.',
  );
});

test('ten revisions are kept, and one is deployed', async () => {
  for (let replicas = 1; replicas <= 12; replicas++) await applyPlan(ports, await plan(replicas));
  expect(statuses()).toEqual(['deployed', ...Array.from({ length: 9 }, () => 'superseded')]);
});

function isWrite({ method, path, query }: ApiRequest, wanted: string): boolean {
  return method === 'PATCH' && path === wanted && query?.['dryRun'] === undefined;
}

function statuses(): readonly string[] {
  const items = [...cluster.objects]
    .filter(([path]) => path.startsWith(secrets))
    .map(([, one]) => one);
  return revisionsIn({ items }).map(({ status }) => status);
}

async function plan(replicas = 1): Promise<Plan> {
  const planned = await request(undefined, replicas);
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  return planned.value;
}

function request(signal?: AbortSignal, replicas = 1): ReturnType<typeof makePlan> {
  const objects = [
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'llama' }, spec: { replicas } },
    { apiVersion: 'v1', kind: 'Service', metadata: { name: 'llama' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'llama' } },
  ];
  const chart = { metadata: { name: 'chart', version: '1.0.0' }, values: {}, templates: [] };
  const documents = objects.map((one) => ({ source: 'chart/x.yaml', text: JSON.stringify(one) }));
  const release = { name: 'llama', namespace: 'models', values: {}, chart };
  return makePlan(ports, { release, documents }, signal);
}
