import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { Plan } from '../../server/src/deploy/plan/plan.ts';
import { followRollout } from '../../server/src/deploy/rollout/rollout.ts';
import { sayRemark } from '../../server/src/deploy/sentences.ts';
import { planDocuments } from './deploying.ts';
import {
  create,
  createNamespace,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  openPorts,
  read,
} from './world.ts';

const ports = openPorts();
let node: string;
let namespace: string;

beforeAll(async () => {
  node = await createPlainNode();
});

afterAll(async () => {
  await deleteNode(node);
  await ports.cluster.close();
});

beforeEach(async () => {
  namespace = await createNamespace();
});

afterEach(async () => {
  await deleteNamespace(namespace);
});

test('lists that the operator took over because a chart left empty fields out are taken back', async () => {
  // The operator runs beside this cluster; in one it would show by its Deployment, or by its lease.
  expect((await planRay(1)).problems).toEqual([{ kind: 'ray-operator-missing' }]);
  await create('/apis/coordination.k8s.io/v1/namespaces/kube-system/leases', {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'ray-operator-leader' },
    spec: { holderIdentity: 'operator' },
  });
  const first = await planRay(1);
  await applyPlan(ports, first);
  expect((await followRollout(ports, first)).kind).toBe('ready');

  const second = await planRay(2);
  expect(second.problems).toEqual([]);
  expect(second.objects.map(({ change }) => change)).toEqual(['change']);
  expect(second.objects.map(sayRemark)).toEqual([
    'Takes .spec.rayClusterConfig.workerGroupSpecs back from the KubeRay operator.',
  ]);
  expect((await applyPlan(ports, second)).kind).toBe('applied');
  expect((await followRollout(ports, second)).kind).toBe('ready');
  const path = `/apis/ray.io/v1/namespaces/${namespace}/rayservices/main`;
  expect(await read(path)).toMatchObject({
    spec: { rayClusterConfig: { workerGroupSpecs: [{ maxReplicas: 2 }] } },
  });
});

/** Without the empty fields that the operator would fill in, as most charts render it. */
async function planRay(maxReplicas: number): Promise<Plan> {
  const template = (name: string): object => ({
    spec: { containers: [{ name, image: 'rayproject/ray:2.47.0' }] },
  });
  const rayService = {
    apiVersion: 'ray.io/v1',
    kind: 'RayService',
    metadata: { name: 'main' },
    spec: {
      serveConfigV2: 'applications: [{name: llm, import_path: app, deployments: [{name: llm}]}]',
      rayClusterConfig: {
        rayVersion: '2.47.0',
        headGroupSpec: { rayStartParams: {}, template: template('head') },
        workerGroupSpecs: [
          {
            ...{ groupName: 'cpu', replicas: 1, minReplicas: 1, maxReplicas },
            ...{ rayStartParams: {}, template: template('worker') },
          },
        ],
      },
    },
  };
  const documents = [{ source: 'chart/ray.yaml', text: JSON.stringify(rayService) }];
  return planDocuments(ports, { release: 'ray', namespace, files: [] }, documents);
}
