import { expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import { mapAt } from '../../server/src/deploy/objects/json.ts';
import { blockersOf } from '../../server/src/deploy/plan/plan.ts';
import { sayRemark } from '../../server/src/deploy/sentences.ts';
import { answered, memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { deploySample, planSample } from './releases.ts';
import { readYaml, stillClock } from './scenario.ts';

const deployment = '/apis/apps/v1/namespaces/models/deployments/llama';

test.each([
  ['helm', "Takes .spec.replicas over from Helm's client-side apply."],
  ['kuberay', 'Takes .spec.replicas back from the KubeRay operator.'],
])('fields that %s holds by update are taken, and the plan says so', async (manager, remark) => {
  const { cluster, ports } = await heldBy(manager);
  const plan = await planSample(ports, { replicas: 2 });
  expect(blockersOf(plan)).toEqual([]);
  expect(plan.objects.map(sayRemark)).toEqual([undefined, remark]);
  expect((await applyPlan(ports, plan)).kind).toBe('applied');
  expect(cluster.objects.get(deployment)).toMatchObject({ spec: { replicas: 2 } });
});

test('fields of anybody else are not', async () => {
  const { ports } = await heldBy('kubectl-edit');
  expect(blockersOf(await planSample(ports, { replicas: 2 }))).toMatchObject([
    {
      kind: 'object-refused',
      refusal: {
        kind: 'owned-by-others',
        conflicts: [{ manager: 'kubectl-edit', field: '.spec.replicas' }],
      },
    },
  ]);
});

test('fields of ours are not named beside those of anybody else', async () => {
  const { ports } = await heldBy('kubectl-edit', 'helm');
  expect(blockersOf(await planSample(ports, { replicas: 2 }))).toMatchObject([
    { refusal: { conflicts: [{ manager: 'kubectl-edit', field: '.spec.replicas' }] } },
  ]);
});

test.each([
  [
    'what is applied is itself at fault',
    answered(500, {
      message:
        'failed to create typed patch object (models/llama; apps/v1, Kind=Deployment): .spec.x: field not declared in schema',
    }),
    0,
  ],
  [
    'what came of it is, which may be for fields that go',
    answered(422, { details: { causes: [{ field: 'spec.strategy', message: 'Forbidden' }] } }),
    1,
  ],
])('where %s, it is not, or is, looked at without them', async (_what, refusal, looks) => {
  const { cluster, ports } = await heldBy('helm');
  const live = cluster.objects.get(deployment) ?? {};
  const fieldsV1 = {
    'f:metadata': { 'f:labels': { '.': {} } },
    'f:spec': { 'f:replicas': {}, 'f:paused': {} },
  };
  const entry = { manager: 'helm', operation: 'Update', apiVersion: 'apps/v1', fieldsV1 };
  cluster.objects.set(deployment, {
    ...live,
    spec: { paused: true, replicas: 1 },
    metadata: {
      ...mapAt(live, 'metadata'),
      managedFields: [{ ...entry, fieldsType: 'FieldsV1' }],
    },
  });
  let asked = 0;
  cluster.fault = ({ method, path, contentType }) => {
    if (method !== 'PATCH' || path !== deployment) return undefined;
    if (contentType === 'application/json-patch+json') asked++;
    return refusal;
  };
  expect(blockersOf(await planSample(ports, { replicas: 2 }))).toMatchObject([
    { kind: 'object-refused', refusal: { kind: 'invalid' } },
  ]);
  expect(asked).toBe(looks);
});

/** As the API server answers an apply without force when another manager holds what it changes. */
async function heldBy(
  ...managers: readonly string[]
): Promise<{ cluster: MemoryCluster; ports: Ports }> {
  const cluster = memoryCluster();
  const ports = { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
  await deploySample(ports);
  const causes = managers.map((manager) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${manager}" using apps/v1`,
    field: '.spec.replicas',
  }));
  const conflict = answered(409, { reason: 'Conflict', details: { causes } });
  cluster.fault = ({ method, path, query }) =>
    method === 'PATCH' && path === deployment && query?.['force'] === 'false'
      ? conflict
      : undefined;
  return { cluster, ports };
}
