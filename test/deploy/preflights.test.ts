import { describe, expect, test } from 'vitest';
import type { Json } from '../../server/src/deploy/objects/json.ts';
import { poolHelp } from '../../server/src/deploy/preflight/node-pools.ts';
import type { PodGroup } from '../../server/src/deploy/preflight/pod-groups.ts';
import { podMoveOf, startsNewCluster } from '../../server/src/deploy/preflight/pod-moves.ts';
import { requestsOf } from '../../server/src/deploy/preflight/pod-requests.ts';
import { checkDeadlines } from '../../server/src/deploy/preflight/deadlines.ts';
import { checkRayOperator } from '../../server/src/deploy/preflight/ray-operator.ts';
import type { Look, World } from '../../server/src/deploy/preflight/world.ts';
import { leaveReplicas } from '../../server/src/deploy/preflight/scalers.ts';
import { sayProblem } from '../../server/src/deploy/sentences.ts';

const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'models', name: 'llama' };
const target = {
  ...{ kubeconfigs: [], context: 'test', server: 'https://test', user: 'me', namespace: 'models' },
  ...{ fingerprint: 'f', isUnverified: false },
};

test('a pod asks for its containers together, or for its largest init container', () => {
  const sized = (cpu: string, memory: string, more: Json = {}): Json => ({
    resources: { requests: { cpu, memory } },
    ...more,
  });
  const spec = {
    initContainers: [sized('4', '1Gi'), sized('100m', '1Gi', { restartPolicy: 'Always' })],
    containers: [
      sized('1', '2Gi'),
      { resources: { limits: { cpu: '500m', 'nvidia.com/gpu': 2 } } },
    ],
    overhead: { cpu: '10m' },
  };
  expect(Object.fromEntries(requestsOf(spec))).toEqual({
    cpu: 4010,
    memory: 3 * 2 ** 30,
    'nvidia.com/gpu': 2,
  });
});

describe('what an update needs while the old pods run', () => {
  const deployment = (image: string, strategy?: Json, replicas = 1): Json => ({
    spec: {
      replicas,
      ...(strategy && { strategy }),
      template: { spec: { containers: [{ name: 'main', image }] } },
    },
  });
  const passage = (strategy?: Json, replicas = 1): string | undefined =>
    podMoveOf({
      ref,
      live: deployment('a', strategy, replicas),
      next: deployment('b', strategy, replicas),
    })?.passage?.how;

  test.each<[string, Json | undefined, number, string | undefined]>([
    ['nothing said, one replica', undefined, 1, 'surge'],
    ['nothing said, four replicas: one may go', undefined, 4, undefined],
    ['Recreate', { type: 'Recreate' }, 1, undefined],
    ['no surge', { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }, 1, undefined],
    ['no surge by rounding', { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } }, 1, undefined],
    ['none may go', { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } }, 4, 'surge'],
  ])('%s', (_what, strategy, replicas, how) => {
    expect(passage(strategy, replicas)).toBe(how);
  });

  test('the same template needs none, more replicas need theirs', () => {
    const move = podMoveOf({
      ref,
      live: deployment('a', undefined, 1),
      next: deployment('a', undefined, 3),
    });
    expect(move?.groups.map(({ count }) => count)).toEqual([2]);
    expect(podMoveOf({ ref, live: deployment('a'), next: deployment('a') })).toBeUndefined();
  });
});

describe('a second Ray cluster', () => {
  const config = (changes: Json = {}, group: Json = {}): Json => ({
    rayVersion: '2.47.0',
    headGroupSpec: { template: { spec: { containers: [{ name: 'head', image: 'ray' }] } } },
    workerGroupSpecs: [
      {
        ...{ groupName: 'gpu', replicas: 1, minReplicas: 1, maxReplicas: 2 },
        template: { spec: { containers: [{ name: 'worker', image: 'ray' }] } },
        ...group,
      },
    ],
    ...changes,
  });

  test.each<[string, Json, boolean]>([
    ['nothing', config(), false],
    ['more workers', config({}, { replicas: 2, maxReplicas: 4 }), false],
    ['a toleration', config({}, tolerated()), false],
    [
      'empty fields that the operator wrote out',
      config({}, { resources: {}, labels: null }),
      false,
    ],
    ['another Ray', config({ rayVersion: '2.48.0' }), true],
    ['another image', config({}, { template: { spec: { containers: [{ image: 'x' }] } } }), true],
  ])('%s', (_what, next, starts) => {
    expect(startsNewCluster(config(), next)).toBe(starts);
  });

  test('is needed beside the one that serves, unless the strategy says None', () => {
    const ray = { apiVersion: 'ray.io/v1', kind: 'RayService', namespace: 'models', name: 'r' };
    const service = (one: Json, strategy?: string): Json => ({
      spec: { rayClusterConfig: one, ...(strategy && { upgradeStrategy: { type: strategy } }) },
      status: { activeServiceStatus: { rayClusterName: 'r-1' } },
    });
    const move = (strategy?: string) =>
      podMoveOf({
        ref: ray,
        live: service(config()),
        next: service(config({ rayVersion: '2.48.0' }), strategy),
      });
    expect(move()?.passage?.how).toBe('second-cluster');
    expect(move()?.passage?.groups.map(({ role, count }) => [role, count])).toEqual([
      ['head', 1],
      ['gpu', 1],
    ]);
    expect(move('None')).toBeUndefined();
    expect(move('NewClusterWithIncrementalUpgrade')?.passage).toBeUndefined();
  });

  function tolerated(): Json {
    const containers = [{ name: 'worker', image: 'ray' }];
    return { template: { spec: { containers, tolerations: [{ operator: 'Exists' }] } } };
  }
});

describe('whether a Karpenter NodePool can make the node', () => {
  const wants = (limits: Json, nodeSelector: Json = {}): PodGroup => ({
    ...{ workload: ref, count: 1 },
    pod: {
      spec: {
        ...{ nodeSelector, tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }] },
        containers: [{ name: 'main', resources: { limits } }],
      },
    },
  });
  const pool = (requirements: readonly Json[], more: Json = {}): Json => ({
    metadata: { name: 'gpu' },
    spec: { template: { spec: { requirements } }, ...more },
  });
  const need = (key: string, operator: string, ...values: string[]): Json => ({
    ...{ key, operator, values },
  });
  const type = 'node.kubernetes.io/instance-type';
  const category = need('karpenter.k8s.aws/instance-category', 'In', 'g');
  const gpu = { 'nvidia.com/gpu': '4' };

  test.each<[string, PodGroup, Json, string]>([
    ['by category', wants(gpu, { [type]: 'g6.12xlarge' }), pool([category]), 'helps'],
    ['another category', wants(gpu, { [type]: 'p5.48xlarge' }), pool([category]), 'no-type'],
    ['another type', wants(gpu, { [type]: 'g6.xlarge' }), pool([category]), 'no-type'],
    [
      'a type that the catalog does not know',
      wants(gpu, { [type]: 'g99.xlarge' }),
      pool([category]),
      'helps',
    ],
    [
      'types that do not meet',
      wants({}, { [type]: 'm7i.large' }),
      pool([need(type, 'In', 'c7i.large')]),
      'other-label',
    ],
    ['a label that it does not give', wants({}, { team: 'a' }), pool([]), 'other-label'],
    ['a zone, which it knows by itself', wants({}, zone('us-east-1a')), pool([]), 'helps'],
    [
      'another zone',
      wants({}, zone('us-east-1a')),
      pool([need('topology.kubernetes.io/zone', 'In', 'us-east-1b')]),
      'other-label',
    ],
    [
      'a generation that is too old',
      wants(gpu, { [type]: 'g5.12xlarge' }),
      pool([need('karpenter.k8s.aws/instance-generation', 'Gt', '5')]),
      'no-type',
    ],
    [
      'a limit',
      wants(gpu, { [type]: 'g6.12xlarge' }),
      pool([category], { limits: { 'nvidia.com/gpu': '2' } }),
      'limit',
    ],
    ['no accelerator: any size', wants({ cpu: '8' }), pool([]), 'helps'],
  ])('%s', (_what, group, one, answer) => {
    const help = poolHelp(group, one);
    expect(help.kind === 'cannot' ? help.why.kind : help.kind).toBe(answer);
  });

  test('taints and a pool that is not ready', () => {
    const tainted = pool([], {
      template: { spec: { taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }] } },
    });
    expect(poolHelp(wants(gpu), tainted)).toEqual({
      kind: 'cannot',
      why: { kind: 'tainted', taints: ['team=a:NoSchedule'] },
    });
    const broken = { ...pool([]), status: { conditions: [{ type: 'Ready', status: 'False' }] } };
    expect(poolHelp(wants(gpu), broken)).toMatchObject({ why: { kind: 'not-ready' } });
  });

  function zone(name: string): Json {
    return { 'topology.kubernetes.io/zone': name };
  }
});

describe('a KubeRay operator', () => {
  const named = {
    spec: {
      rayClusterConfig: {
        headGroupSpec: { headService: { metadata: { name: 'head' } } },
        workerGroupSpecs: [{ groupName: 'gpu', replicas: 1, minReplicas: 2, maxReplicas: 1 }],
      },
    },
  };
  const ray = (name = 'llama') => ({
    ref: { apiVersion: 'ray.io/v1', kind: 'RayService', namespace: 'models', name },
    object: named,
  });
  const operator = (tag: string, ready = 1, args: readonly string[] = []): Json => ({
    metadata: { name: 'kuberay-operator', namespace: 'ray' },
    spec: {
      template: { spec: { containers: [{ image: `quay.io/kuberay/operator:${tag}`, args }] } },
    },
    status: { readyReplicas: ready },
  });
  const told = async (deployments: readonly Json[], name?: string): Promise<readonly string[]> => {
    const check = await checkRayOperator(worldOf({ deployments, leases: [] }), [ray(name)]);
    return (check?.problems ?? []).map((problem) => sayProblem(problem, target));
  };
  const headService =
    'will refuse RayService llama: headGroupSpec.headService.metadata.name (head) may not be set since 1.3. Use a chart that leaves it out.';

  test('refuses by the rules of its version', async () => {
    expect(await told([operator('v1.2.2')])).toEqual([]);
    expect(await told([operator('v1.3.0')])).toEqual([`KubeRay 1.3.0 ${headService}`]);
    expect(await told([operator('v1.6.2')])).toEqual([
      `KubeRay 1.6.2 ${headService}`,
      'KubeRay 1.6.2 will refuse RayService llama: worker group gpu has minReplicas 2 above maxReplicas 1.',
    ]);
    expect(await told([operator('nightly')])).toEqual([]);
    expect((await told([operator('v1.4.0')], 'l'.repeat(48)))[1]).toContain('more than 47');
    expect(await told([operator('v1.3.2')], 'l'.repeat(48))).toHaveLength(1);
  });

  test('is missing, not ready, or looks elsewhere', async () => {
    expect(await told([])).toEqual([
      'The cluster knows RayService, but no KubeRay operator was found that would make pods of it. Install one: helm install kuberay-operator kuberay/kuberay-operator.',
    ]);
    expect((await told([operator('nightly', 0)]))[0]).toContain('has no ready pod');
    expect((await told([operator('nightly', 1, ['--watch-namespace=a,b'])]))[0]).toContain(
      'does not watch namespace models',
    );
    expect(await told([operator('nightly', 1, ['--watch-namespace=a,models'])])).toEqual([]);
  });

  test('may not be looked for', async () => {
    const right = { verb: 'list', resource: 'deployments.apps' };
    const world: World = {
      ...worldOf({}),
      list: () => Promise.resolve({ kind: 'not-permitted', right }),
    };
    expect(await checkRayOperator(world, [ray()])).toMatchObject({
      problems: [],
      missing: [right],
    });
  });
});

test('a deadline that ends before the model may have loaded', () => {
  const probed = (progressDeadlineSeconds?: number): Json => ({
    spec: {
      ...(progressDeadlineSeconds !== undefined && { progressDeadlineSeconds }),
      template: {
        spec: {
          containers: [
            { name: 'main', startupProbe: { periodSeconds: 10, failureThreshold: 180 } },
          ],
        },
      },
    },
  });
  const told = (next: Json): readonly string[] =>
    (checkDeadlines([{ ref, live: undefined, next }])?.problems ?? []).map((problem) =>
      sayProblem(problem, target),
    );
  expect(told(probed())).toEqual([
    'Deployment llama counts as failed after 600 seconds (progressDeadlineSeconds), but its startup probe lets a pod load for 1800 seconds. Set progressDeadlineSeconds to more than 1800.',
  ]);
  expect(told(probed(1800))).toEqual([]);
});

test('replicas are left out beside an autoscaler, and kept while nobody else has set them', () => {
  const object = { spec: { replicas: 4, paused: false } };
  const live = (...managers: readonly string[]): Json => ({
    metadata: {
      managedFields: managers.map((manager) => ({
        manager,
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      })),
    },
    spec: { replicas: 2 },
  });
  expect(leaveReplicas(object, undefined)).toEqual({ spec: { paused: false } });
  expect(leaveReplicas(object, live('helm'))).toEqual({ spec: { paused: false, replicas: 2 } });
  expect(leaveReplicas(object, live('helm', 'kube-controller-manager'))).toEqual({
    spec: { paused: false },
  });
});

/** Lists that are not named are absent, as for a kind that the cluster does not serve. */
function worldOf(lists: Readonly<Record<string, readonly Json[]>>): World {
  const absent: Look<never> = { kind: 'absent' };
  return {
    list: (name) => {
      const value = lists[name];
      return Promise.resolve(value === undefined ? absent : { kind: 'found', value });
    },
    get: () => Promise.resolve(absent),
  };
}
