import { beforeEach, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import { blockersOf, type Plan } from '../../server/src/deploy/plan/plan.ts';
import {
  revisionsIn,
  toSecret,
  type Revision,
} from '../../server/src/deploy/release/release-record.ts';
import { planRollback } from '../../server/src/deploy/rollback/plan-rollback.ts';
import { sayNoPlan, sayPlan } from '../../server/src/deploy/sentences.ts';
import { answered, memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { deploySample } from './releases.ts';
import { readYaml, stillClock } from './scenario.ts';

const secrets = '/api/v1/namespaces/models/secrets';
const deployment = '/apis/apps/v1/namespaces/models/deployments/llama';
const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
const name = { release: 'llama', namespace: 'models' };
let cluster: MemoryCluster;
let ports: Ports;

beforeEach(async () => {
  cluster = memoryCluster();
  ports = { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
  await deploySample(ports, { values: { modelParameters: { modelId: 'first' } } });
  await deploySample(ports, { replicas: 2, extra: [settings] });
});

test('an earlier revision comes back as the next one, and what it lacks is deleted', async () => {
  const planned = await plan(1);
  expect(sayPlan(planned)).toBe(
    'Release llama in namespace models of context test (https://test) back to revision 1: 1 to change, 1 to delete and 1 unchanged.',
  );
  expect(await applyPlan(ports, planned)).toMatchObject({
    kind: 'applied',
    revision: 3,
    written: [{ kind: 'Deployment' }, { kind: 'ConfigMap' }],
  });
  expect(cluster.objects.get(deployment)).toMatchObject({ spec: { replicas: 1 } });
  expect(cluster.objects.has('/api/v1/namespaces/models/configmaps/settings')).toBe(false);
  const [head, second, first] = revisions();
  expect([head?.status, second?.status, first?.status]).toEqual([
    'deployed',
    'superseded',
    'superseded',
  ]);
  expect(head?.record).toMatchObject({
    version: 3,
    config: { modelParameters: { modelId: 'first' } },
    manifest: first?.manifest,
    info: { description: 'Rollback to 1', rollback_revision: 1 },
  });
});

test('without a number it is the last one that was deployed, not one that failed', async () => {
  cluster.fault = ({ method, path, query }) =>
    method === 'PATCH' && path === deployment && query?.['dryRun'] === undefined
      ? answered(500, { message: 'no' })
      : undefined;
  await deploySample(ports, { replicas: 3 }).catch(() => undefined);
  cluster.fault = () => undefined;
  expect(revisions().map(({ status }) => status)).toEqual(['failed', 'deployed', 'superseded']);
  expect((await plan()).rollbackTo?.revision).toBe(2);
});

test('a rollback to what runs already still makes a revision, as with helm', async () => {
  await applyPlan(ports, await plan(2));
  expect(revisions()[0]).toMatchObject({ revision: 3, status: 'deployed' });
});

test('an interrupted operation is warned of, with when, and the rollback clears it', async () => {
  leave('pending-upgrade');
  const planned = await plan(1);
  expect(blockersOf(planned)).toEqual([]);
  expect(planned.problems).toMatchObject([
    { kind: 'release-interrupted', revision: 2, status: 'pending-upgrade' },
  ]);
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
});

test('a revision with a rollback hook is left to helm', async () => {
  const first = revisions()[1];
  if (first === undefined) throw new Error('there is no first revision');
  const hooks = [{ name: 'warm', kind: 'Job', events: ['post-rollback'], manifest: '' }];
  store({ ...first, record: { ...first.record, hooks } });
  expect(blockersOf(await plan(1))).toMatchObject([
    { kind: 'hook-not-run', ref: { kind: 'Job', name: 'warm' }, hooks: ['post-rollback'] },
  ]);
});

test.each([
  [{ name, revision: 7 }, 'There is no revision 7 of the release; there are 2 and 1.'],
  [
    { name: { ...name, release: 'qwen' } },
    'There is no release qwen in namespace models of context test.',
  ],
])('what cannot be brought back is said', async (asked, sentence) => {
  const planned = await planRollback(ports, asked);
  expect(planned.ok ? '' : sayNoPlan(planned.failure, cluster.target)).toBe(sentence);
});

test('a rollback that fails half-way leaves a failed record and lists what was written', async () => {
  const planned = await plan(1);
  cluster.fault = ({ method }) =>
    method === 'DELETE' ? answered(403, { message: 'no' }) : undefined;
  expect(await applyPlan(ports, planned)).toMatchObject({
    kind: 'failed',
    refusal: { kind: 'forbidden' },
    written: [{ kind: 'Deployment' }],
    notWritten: [{ kind: 'ConfigMap' }],
    record: 'failed',
  });
  expect(revisions().map(({ status }) => status)).toEqual(['failed', 'deployed', 'superseded']);
});

async function plan(revision?: number): Promise<Plan> {
  const planned = await planRollback(ports, { name, ...(revision !== undefined && { revision }) });
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  return planned.value;
}

function revisions(): readonly Revision[] {
  const stored = [...cluster.objects].filter(([path]) => path.startsWith(secrets));
  return revisionsIn({ items: stored.map(([, one]) => one) });
}

/** As an operation leaves the newest revision when its process dies. */
function leave(status: Revision['status']): void {
  const [head] = revisions();
  if (head === undefined) throw new Error('there is no release');
  store({ ...head, status, record: { ...head.record, info: { status } } });
}

function store(revision: Revision): void {
  cluster.objects.set(
    `${secrets}/sh.helm.release.v1.llama.v${String(revision.revision)}`,
    toSecret(revision, 0),
  );
}
