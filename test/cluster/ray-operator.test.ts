import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import { textAt, type Json } from '../../server/src/deploy/objects/json.ts';
import { blockersOf, type Plan } from '../../server/src/deploy/plan/plan.ts';
import { followRollout, type RolloutProgress } from '../../server/src/deploy/rollout/rollout.ts';
import {
  sayProblem,
  sayProgress,
  sayRemark,
  sayRolloutOutcome,
} from '../../server/src/deploy/sentences.ts';
import { planDocuments } from './deploying.ts';
import {
  api,
  create,
  createNamespace,
  createNode,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  openPorts,
  read,
  reportFromRay,
  until,
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
  // A namespace takes its time to end, and an operator in it would be seen by the next test.
  await api.call('DELETE', operatorPath());
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

/** The version is read from the image of a Deployment; the operator itself runs beside the cluster. */
describe('what KubeRay 1.6.2 refuses is told beforehand, and nothing else', () => {
  beforeEach(async () => {
    await installOperator('v1.6.2');
  });

  test.each<[string, Shape, string]>([
    [
      'a named head service',
      { head: { headService: { metadata: { name: 'head' } } } },
      'headService.metadata.name should not be set',
    ],
    [
      'a long name',
      { name: 'r'.repeat(48) },
      'RayService name should be no more than 47 characters',
    ],
    ['a name that begins with a digit', { name: '7b' }, 'should be a valid DNS1035 label'],
    [
      'bounds the wrong way round',
      { worker: { minReplicas: 3, maxReplicas: 2 } },
      'has minReplicas 3 greater than maxReplicas 2',
    ],
    ['a negative bound', { worker: { minReplicas: -1 } }, 'has negative minReplicas -1'],
  ])('%s', async (_what, shape, words) => {
    const planned = await planService(shape);
    expect(blockersOf(planned)).toMatchObject([{ kind: 'ray-operator-refuses', version: '1.6.2' }]);
    expect((await applyPlan(ports, planned)).kind).toBe('blocked');
    const { name = 'main' } = shape;
    await create(`/apis/ray.io/v1/namespaces/${namespace}/rayservices`, rayService(shape));
    await until('word of the operator', async () => {
      const { status } = (await read(servicePath(name))) as { status?: RayStatus };
      return status?.conditions?.some(({ message }) => message.includes(words)) === true;
    });
  });

  test('no bounds, which the definition fills in', async () => {
    const planned = await planService({ worker: { minReplicas: null, maxReplicas: null } });
    expect(planned.problems).toEqual([]);
    expect((await applyPlan(ports, planned)).kind).toBe('applied');
    expect((await followRollout(ports, planned)).kind).toBe('ready');
  });

  test('by the rules of the version that is there', async () => {
    await installOperator('v1.2.2');
    const head = { headService: { metadata: { name: 'head' } } };
    const planned = await planService({ name: 'r'.repeat(48), head });
    expect(planned.checks).toContainEqual({
      ...{ preflight: 'ray-operator', problems: [], missing: [] },
      detail: '1.2.2',
    });
  });
});

describe('the second cluster of an upgrade', () => {
  const gpu = { worker: {}, limits: { 'nvidia.com/gpu': '1' } };
  const changed = { ...gpu, image: 'rayproject/ray:2.48.0' };
  let device: string;

  beforeEach(async () => {
    await installOperator('v1.6.2');
    device = await createNode('g6.xlarge');
    const first = await planService(gpu);
    expect(first.problems).toEqual([]);
    await applyPlan(ports, first);
    expect((await followRollout(ports, first)).kind).toBe('ready');
  });

  afterEach(async () => {
    await deleteNode(device);
  });

  test('finds no room beside the first, as the scheduler finds none', async () => {
    const before = await clusterOf('activeServiceStatus');
    const upgrade = await planService(changed);
    const [stuck] = upgrade.problems.map((problem) => sayProblem(problem, upgrade.target));
    expect(stuck).toMatch(
      /^A change of rayClusterConfig makes KubeRay start a second cluster beside the one that serves, and the pod of RayService main \(cpu\) will find no place: each needs 1 nvidia\.com\/gpu, and the node with the most free, g6-xlarge-\S+, has 0 of 1; the rest is held by \S+worker\S+ \(1\)\./,
    );
    // It is not loaded on the new cluster yet.
    const starting = { name: 'llm', status: 'DEPLOYING', message: '', deployments: {} };
    await reportFromRay(namespace, { applications: { llm: starting } });
    expect((await applyPlan(ports, upgrade)).kind).toBe('applied');
    const outcome = await followRollout(impatient(ports), upgrade);
    expect(outcome).toMatchObject({
      kind: 'stalled',
      cause: { kind: 'insufficient-resource', resource: 'nvidia.com/gpu', wanted: 1 },
    });
    const after = await clusterOf('pendingServiceStatus');
    expect(sayRolloutOutcome(outcome, upgrade)).toContain(`Pod ${after}-`);
    expect(await clusterOf('activeServiceStatus')).toBe(before);
  });

  test('takes over where there is room for both', async () => {
    const before = await clusterOf('activeServiceStatus');
    const second = await createNode('g6.xlarge');
    const upgrade = await planService(changed);
    expect(upgrade.problems).toEqual([]);
    expect((await applyPlan(ports, upgrade)).kind).toBe('applied');
    const told: string[] = [];
    const onProgress = (progress: RolloutProgress): void => void told.push(sayProgress(progress));
    expect((await followRollout(ports, upgrade, { onProgress })).kind).toBe('ready');
    expect(told.some((line) => line.includes(`Ray cluster ${before} serves`))).toBe(true);
    const after = await clusterOf('activeServiceStatus');
    expect(after).not.toBe(before);
    expect(await clusterOf('pendingServiceStatus')).toBe('');
    await deleteNode(second);
  });

  test('is not made for what is rolled out in place, nor with the strategy None', async () => {
    const before = await clusterOf('activeServiceStatus');
    const inPlace = await planService({ ...gpu, serve: 'applications: [{name: other}]' });
    expect(inPlace.problems).toEqual([]);
    await applyPlan(ports, inPlace);
    expect((await followRollout(ports, inPlace)).kind).toBe('ready');
    const none = await planService({ ...changed, upgradeStrategy: { type: 'None' } });
    const cure = `kubectl delete raycluster ${before} --namespace ${namespace}`;
    expect(none.problems.map((problem) => sayProblem(problem, none.target))).toEqual([
      `RayService main has the upgrade strategy None: the change of rayClusterConfig is kept, but Ray cluster ${before} serves as before until it is deleted, which interrupts serving: ${cure}`,
    ]);
    await applyPlan(ports, none);
    expect((await followRollout(ports, none)).kind).toBe('ready');
    expect(await clusterOf('activeServiceStatus')).toBe(before);
    // As kubectl does it.
    await api.call('DELETE', `/apis/ray.io/v1/namespaces/${namespace}/rayclusters/${before}`);
    await until('the new cluster', async () => {
      const now = await clusterOf('activeServiceStatus');
      return now !== '' && now !== before;
    });
    const changes = await planService({ ...changed, upgradeStrategy: { type: 'None' } });
    expect(changes.objects.map(({ change }) => change)).toEqual(['unchanged']);
  });
});

interface RayStatus {
  readonly conditions?: readonly { readonly message: string }[];
}

interface Shape {
  readonly name?: string;
  readonly head?: Json;
  readonly worker?: Json;
  readonly image?: string;
  readonly limits?: Json;
  readonly serve?: string;
  readonly upgradeStrategy?: Json;
}

/** With all that the operator would fill in, so that it takes nothing over. */
function rayService({
  name = 'main',
  head = {},
  worker = {},
  image = 'rayproject/ray:2.47.0',
  limits = {},
  serve = 'applications: [{name: llm, import_path: app, deployments: [{name: llm}]}]',
  upgradeStrategy,
}: Shape): Json {
  const template = (container: string, resources: Json): Json => ({
    metadata: {},
    spec: {
      containers: [{ name: container, image, resources }],
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
    },
  });
  return {
    apiVersion: 'ray.io/v1',
    kind: 'RayService',
    metadata: { name },
    spec: {
      serveConfigV2: serve,
      ...(upgradeStrategy !== undefined && { upgradeStrategy }),
      rayClusterConfig: {
        rayVersion: '2.47.0',
        headGroupSpec: { rayStartParams: {}, template: template('head', {}), ...head },
        workerGroupSpecs: [
          {
            ...{ groupName: 'cpu', replicas: 1, minReplicas: 1, maxReplicas: 1, numOfHosts: 1 },
            ...{ rayStartParams: {}, scaleStrategy: {}, template: template('worker', { limits }) },
            ...worker,
          },
        ],
      },
    },
  };
}

function planService(shape: Shape): Promise<Plan> {
  const documents = [{ source: 'chart/ray.yaml', text: JSON.stringify(rayService(shape)) }];
  return planDocuments(ports, { release: 'ray', namespace, files: [] }, documents);
}

/** As its chart makes it; the fake kubelet runs it as it runs every pod. */
async function installOperator(tag: string): Promise<void> {
  const path = operatorPath();
  const labels = { app: 'kuberay-operator' };
  const containers = [{ name: 'operator', image: `quay.io/kuberay/operator:${tag}` }];
  const applied = await api.call('PATCH', `${path}?fieldManager=test`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'kuberay-operator' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  });
  expect(applied.status, applied.text).toBeLessThan(300);
  await until('ready operator', async () => {
    const { status } = (await read(path)) as { status?: { readyReplicas?: number } };
    return status?.readyReplicas === 1;
  });
}

function operatorPath(): string {
  return `/apis/apps/v1/namespaces/${namespace}/deployments/kuberay-operator`;
}

async function clusterOf(which: 'activeServiceStatus' | 'pendingServiceStatus'): Promise<string> {
  return textAt(await read(servicePath('main')), 'status', which, 'rayClusterName') ?? '';
}

function servicePath(name: string): string {
  return `/apis/ray.io/v1/namespaces/${namespace}/rayservices/${name}`;
}

/** Ten seconds of its clock are one of the world's, so that a minute's patience is six seconds. */
function impatient(real: Ports): Ports {
  const { clock } = real;
  const sleep: Ports['clock']['sleep'] = (ms, signal) => clock.sleep(ms / 4, signal);
  return { ...real, clock: { now: () => clock.now() * 10, sleep } };
}

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
