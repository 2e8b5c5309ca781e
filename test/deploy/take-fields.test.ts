import { beforeEach, expect, test } from 'vitest';
import { takeFields } from '../../server/src/deploy/apply/take-fields.ts';
import { findChanges } from '../../server/src/deploy/apply/staleness.ts';
import type { ApiAnswer, ApiRequest, Ports } from '../../server/src/deploy/cluster/ports.ts';
import { handOver, ownershipMark } from '../../server/src/deploy/objects/managed-fields.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';
import type { PlannedObject } from '../../server/src/deploy/plan/planned-object.ts';
import { findSuccession } from '../../server/src/deploy/plan/succession.ts';
import { contentVersion } from '../../server/src/deploy/plan/survey.ts';
import { answered, memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { readYaml, stillClock } from './scenario.ts';

const path = '/apis/apps/v1/namespaces/models/deployments/llama';
let cluster: MemoryCluster;
let ports: Ports;
let sent: ApiRequest[];

beforeEach(() => {
  cluster = memoryCluster();
  ports = { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
  sent = [];
  cluster.objects.set(path, liveWith([byUpdate({ 'f:spec': { 'f:replicas': {} } })]));
});

test('the entries of the update go into that of the apply, and others stay', () => {
  const others = [entry('kubectl-edit', 'Update', {}), byUpdate({}, { subresource: 'status' })];
  const managers = [
    byUpdate({ 'f:spec': { 'f:b': {} } }),
    byApply({ 'f:spec': { 'f:a': {} } }),
    ...others,
  ];
  expect(handOver(managers)).toEqual([byApply({ 'f:spec': { 'f:a': {}, 'f:b': {} } }), ...others]);
});

test('without an entry of the apply the update becomes it, and one of another version is forgotten', () => {
  const managers = [
    byUpdate({ 'f:a': {} }),
    byUpdate({ 'f:b': {} }, { apiVersion: 'apps/v1beta1' }),
  ];
  expect(handOver(managers)).toEqual([byApply({ 'f:a': {} })]);
  expect(handOver([byApply({})])).toEqual([byApply({})]);
});

test.each<[string, readonly Json[]]>([
  ['ours is in another version', [byUpdate({}, { apiVersion: 'apps/v1beta1' })]],
  [
    'another is in another version',
    [byUpdate({}), entry('hpa', 'Update', { 'f:spec': {} }, { apiVersion: 'apps/v1beta1' })],
  ],
  ['a list is owned by numbers', [byUpdate({ 'f:args': { 'i:0': {} } })]],
  ['fields are written in a form of the future', [byUpdate({}, { fieldsType: 'FieldsV2' })]],
])('what goes is not known where %s', (_what, managers) => {
  const object = { apiVersion: 'apps/v1' };
  const live = liveWith(managers);
  expect(findSuccession({ live, object, applied: live })).toEqual({ kind: 'unknown' });
});

test('status in another version does not matter, and without an update there is nothing to find', () => {
  const object = { apiVersion: 'apps/v1' };
  const status = entry('hpa', 'Update', { 'f:status': {} }, { apiVersion: 'apps/v1beta1' });
  const live = liveWith([byUpdate({}), status]);
  expect(findSuccession({ live, object, applied: live })).toMatchObject({ kind: 'known' });
  expect(findSuccession({ live: liveWith([status]), object })).toBeUndefined();
});

test('the managers are replaced on condition of the version that was read', async () => {
  answer(() => answered(200, {}));
  expect((await takeFields(ports, planned())).ok).toBe(true);
  expect(sent.map(({ query, body = '' }) => [query, JSON.parse(body) as unknown])).toEqual([
    [
      { fieldManager: 'helm', fieldValidation: 'Strict' },
      [
        {
          op: 'replace',
          path: '/metadata/managedFields',
          value: [byApply({ 'f:spec': { 'f:replicas': {} } })],
        },
        { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
      ],
    ],
  ]);
});

test('a status update in between is tried again, five times at most', async () => {
  const object = planned();
  let conflicts = 2;
  answer(() => (conflicts-- > 0 ? conflict() : answered(200, {})));
  expect((await takeFields(ports, object)).ok).toBe(true);
  expect(sent).toHaveLength(3);
  answer(conflict);
  sent = [];
  expect(await takeFields(ports, object)).toMatchObject({
    failure: { refusal: { kind: 'changed-underneath' }, isUncertain: false },
  });
  expect(sent).toHaveLength(5);
});

test('nothing is sent when somebody took a field since the plan, and the plan is stale', async () => {
  const object = planned();
  const theirs = entry('kubectl-edit', 'Update', { 'f:spec': { 'f:paused': {} } });
  cluster.objects.set(path, liveWith([byUpdate({}), theirs]));
  expect(await takeFields(ports, object)).toMatchObject({
    failure: { refusal: { kind: 'changed-underneath' } },
  });
  expect(sent).toEqual([]);
  const frozen = {
    ...{ target: cluster.target, clusterUid: 'cluster', objects: [object], head: undefined },
    release: { name: 'llama', namespace: 'models' },
  };
  expect(await findChanges(cluster, frozen)).toEqual({
    ok: true,
    value: [{ kind: 'object', ref: object.ref }],
  });
});

test('a lost answer is looked up: it was carried out, or it is not known', async () => {
  const object = planned();
  answer(() => {
    cluster.objects.set(path, liveWith([byApply({})]));
    return { kind: 'timed-out' };
  });
  expect((await takeFields(ports, object)).ok).toBe(true);
  expect(sent).toHaveLength(1);

  cluster.objects.set(path, liveWith([byUpdate({ 'f:spec': { 'f:replicas': {} } })]));
  answer(() => {
    cluster.fault = () => ({ kind: 'unreachable', reason: 'gone', wasSent: false });
    return { kind: 'timed-out' };
  });
  expect(await takeFields(ports, object)).toMatchObject({
    failure: { refusal: { kind: 'unreachable' }, isUncertain: true },
  });
});

function answer(what: () => ApiAnswer): void {
  cluster.fault = (request) => {
    if (request.method !== 'PATCH') return undefined;
    sent.push(request);
    return what();
  };
}

function conflict(): ApiAnswer {
  return answered(409, { reason: 'Conflict', message: 'the object has been modified' });
}

function planned(): PlannedObject {
  const live = cluster.objects.get(path);
  const liveVersion = contentVersion(live);
  return {
    ref: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'llama', namespace: 'models' },
    ...{ change: 'change', path, body: '{}', takes: [], warnings: [] },
    ...(liveVersion !== undefined && { liveVersion }),
    comparison: { live: '', next: '' },
    handOver: { removes: [], ownership: ownershipMark(live) },
  };
}

function liveWith(managedFields: readonly Json[]): Json {
  const metadata = { uid: 'u', generation: 1, resourceVersion: '7', managedFields };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata };
}

function byUpdate(fieldsV1: Json, more: Json = {}): Json {
  return entry('helm', 'Update', fieldsV1, more);
}

function byApply(fieldsV1: Json): Json {
  return entry('helm', 'Apply', fieldsV1);
}

function entry(manager: string, operation: string, fieldsV1: Json, more: Json = {}): Json {
  return {
    ...{ manager, operation, apiVersion: 'apps/v1', time: '2026-01-01T00:00:00Z' },
    ...{ fieldsType: 'FieldsV1', fieldsV1, ...more },
  };
}
