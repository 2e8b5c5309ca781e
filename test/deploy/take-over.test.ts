import { expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
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

/** As the API server answers an apply without force when another manager holds what it changes. */
async function heldBy(manager: string): Promise<{ cluster: MemoryCluster; ports: Ports }> {
  const cluster = memoryCluster();
  const ports = { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
  await deploySample(ports);
  const message = `conflict with "${manager}" using apps/v1`;
  const cause = { reason: 'FieldManagerConflict', message, field: '.spec.replicas' };
  const conflict = answered(409, { reason: 'Conflict', details: { causes: [cause] } });
  cluster.fault = ({ method, path, query }) =>
    method === 'PATCH' && path === deployment && query?.['force'] === 'false'
      ? conflict
      : undefined;
  return { cluster, ports };
}
