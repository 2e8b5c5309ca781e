import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { verdictOf } from '../../server/src/deploy/preflight/check.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';
import type { Plan } from '../../server/src/deploy/plan/plan.ts';
import { severityOf } from '../../server/src/deploy/plan/problem.ts';
import { sayNotChecked, sayProblem } from '../../server/src/deploy/sentences.ts';
import { planDocuments } from './deploying.ts';
import { nodePoolDefinition } from './node-pool-definition.ts';
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
  until,
} from './world.ts';

const ports = openPorts();
const nodes: string[] = [];
let namespace: string;
let g6: string;

beforeAll(async () => {
  await create('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', nodePoolDefinition);
  const list = '/apis/karpenter.sh/v1/nodepools';
  await until('NodePool', async () => (await api.call('GET', list)).status === 200);
  g6 = await createNode('g6.12xlarge');
  nodes.push(g6, await createNode('inf2.xlarge'), await createPlainNode());
});

afterAll(async () => {
  for (const node of nodes) await deleteNode(node);
  await api.call(
    'DELETE',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/nodepools.karpenter.sh',
  );
  await ports.cluster.close();
});

beforeEach(async () => {
  namespace = await createNamespace();
});

afterEach(async () => {
  await deleteNamespace(namespace);
});

/** The scheduler itself is the measure: what is said of a plan must be what becomes of its pods. */
describe('whether pods find room is what the scheduler does with them', () => {
  const gpu = { key: 'nvidia.com/gpu', operator: 'Exists' };
  const neuron = { key: 'aws.amazon.com/neuron', operator: 'Exists' };
  const type = (name: string): Json => ({ 'node.kubernetes.io/instance-type': name });
  const apart: Json = {
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          {
            labelSelector: { matchLabels: { app: 'main' } },
            topologyKey: 'kubernetes.io/hostname',
          },
        ],
      },
    },
  };
  test.each<[string, number, Json, Json, boolean]>([
    ['one GPU', 1, { 'nvidia.com/gpu': '1' }, { tolerations: [gpu] }, true],
    ['all four GPUs', 4, { 'nvidia.com/gpu': '1' }, { tolerations: [gpu] }, true],
    ['one GPU too many', 5, { 'nvidia.com/gpu': '1' }, { tolerations: [gpu] }, false],
    ['a pod larger than the node', 1, { 'nvidia.com/gpu': '8' }, { tolerations: [gpu] }, false],
    ['three GPUs twice', 2, { 'nvidia.com/gpu': '3' }, { tolerations: [gpu] }, false],
    ['no toleration', 1, { 'nvidia.com/gpu': '1' }, {}, false],
    ['a Neuron device', 1, { 'aws.amazon.com/neuron': '1' }, { tolerations: [neuron] }, true],
    ['Neuron cores', 1, { 'aws.amazon.com/neuroncore': '2' }, { tolerations: [neuron] }, true],
    ['another instance type', 1, {}, { nodeSelector: type('p5.48xlarge') }, false],
    ['more memory than there is', 1, { memory: '1Ti' }, {}, false],
    ['cpu to the last core', 1, { cpu: '64' }, {}, true],
    ['cpu beyond', 1, { cpu: '64001m' }, {}, false],
    ['each on a node of its own', 2, {}, { ...apart, tolerations: [gpu] }, true],
    ['more than there are nodes', 4, {}, { ...apart, tolerations: [gpu, neuron] }, false],
    [
      'required affinity',
      1,
      {},
      { affinity: nodeAffinity('node.kubernetes.io/instance-type', 'NotIn', ['m7i.16xlarge']) },
      false,
    ],
  ])('%s', async (_what, replicas, limits, spec, fits) => {
    const planned = await plan([deployment({ replicas, limits, spec })]);
    expect(about(planned, 'capacity')).toBe(fits ? 'ok' : 'warning');
    await applyPlan(ports, planned);
    expect(await unplaced(replicas)).toBe(!fits);
  });
});

describe('what keeps pods from their nodes is told before they are made', () => {
  const tolerations = [{ key: 'nvidia.com/gpu', operator: 'Exists' }];
  const gpus = (count: number): Json => ({ 'nvidia.com/gpu': String(count) });

  test('who holds the devices, and the update that waits for itself', async () => {
    const first = deployment({ limits: gpus(3), spec: { tolerations } });
    await applyPlan(ports, await plan([first]));
    await until('running', async () => (await podsIn(namespace)).some(isBound));
    const [pod] = await podsIn(namespace);
    const changed = deployment({ limits: gpus(3), spec: { tolerations }, image: 'vllm:2' });
    expect(say(await plan([changed]))).toEqual([
      `The update of Deployment main will not get on: a new pod must be ready before an old one ends, and while the old ones run there is no place for it: each needs 3 nvidia.com/gpu, and the node with the most free, ${g6}, has 1 of 4; the rest is held by ${namespace}/${pod?.metadata.name ?? ''} (3). Set maxSurge to 0 and maxUnavailable to 1, or the strategy to Recreate.`,
    ]);
    const anew = (strategy: Json): Json =>
      deployment({ limits: gpus(3), spec: { tolerations }, image: 'vllm:2', strategy });
    const rollingUpdate = { maxSurge: 0, maxUnavailable: 1 };
    expect(say(await plan([anew({ type: 'RollingUpdate', rollingUpdate })]))).toEqual([]);
    // Applying cannot take the default strategy away, so the way out is told.
    const recreate = { spec: { strategy: { type: 'Recreate', rollingUpdate: null } } };
    expect(say(await plan([anew({ type: 'Recreate' })]))).toEqual([
      `Deployment main: The API server refuses it: spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy \`type\` is 'Recreate'. The strategy it has from before cannot be replaced by applying. Change it once with: kubectl patch deployment main --namespace ${namespace} --type merge --patch '${JSON.stringify(recreate)}'`,
    ]);
    // The scheduler agrees: the new pod of the rolling update stays Pending.
    await applyPlan(ports, await plan([changed]));
    await until('pending', async () => (await podsIn(namespace)).some(isUnschedulable));
    // The patch that was told, as kubectl sends it, ends the deadlock and lets the plan through.
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/main`;
    await api.call('PATCH', path, recreate, 'application/merge-patch+json');
    expect(say(await plan([anew({ type: 'Recreate' })]))).toEqual([]);
  });

  test('a NodePool that makes such a node, and one whose limit is reached', async () => {
    const selector = { 'node.kubernetes.io/instance-type': 'p5.48xlarge' };
    const wanted = deployment({ limits: gpus(8), spec: { tolerations, nodeSelector: selector } });
    const pool = (limit: string): Json => ({
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: 'gpu' },
      spec: {
        limits: { 'nvidia.com/gpu': limit },
        template: {
          spec: {
            nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' },
            requirements: [
              { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: ['g', 'p'] },
              { key: 'karpenter.k8s.aws/instance-generation', operator: 'Gt', values: ['4'] },
            ],
            taints: [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }],
          },
        },
      },
    });
    const path = '/apis/karpenter.sh/v1/nodepools/gpu';
    await api.call('PATCH', `${path}?fieldManager=test`, pool('16'));
    expect(say(await plan([wanted]))).toEqual([
      'Pods of Deployment main will wait for a node, which Karpenter can add from 1 NodePool (gpu). That usually takes 2 to 6 minutes.',
    ]);
    const status = { status: { resources: { 'nvidia.com/gpu': '12' } } };
    await api.call('PATCH', `${path}/status`, status, 'application/merge-patch+json');
    expect(say(await plan([wanted]))).toEqual([
      'The pod of Deployment main will stay Pending: no node has node.kubernetes.io/instance-type=p5.48xlarge. No Karpenter NodePool can add a node for it: gpu has used 12 of its limit of 16 nvidia.com/gpu. Add such a node, or ask for another one.',
    ]);
    await api.call('DELETE', path);
  });

  test('a node whose device plugin does not run', async () => {
    const node = await createNode('g5.xlarge');
    const silent = { status: { allocatable: { 'nvidia.com/gpu': '0' } } };
    await api.call(
      'PATCH',
      `/api/v1/nodes/${node}/status`,
      silent,
      'application/strategic-merge-patch+json',
    );
    const nodeSelector = { 'node.kubernetes.io/instance-type': 'g5.xlarge' };
    const planned = await plan([
      deployment({ limits: gpus(1), spec: { tolerations, nodeSelector } }),
    ]);
    await deleteNode(node);
    expect(say(planned)).toEqual([
      `The device plugin does not run on node ${node}: it has the devices, but offers no nvidia.com/gpu, so the pods that ask for it will stay Pending. Install the NVIDIA device plugin, or wait until it is ready.`,
    ]);
  });

  test('a quota, and a limit range', async () => {
    await create(`/api/v1/namespaces/${namespace}/resourcequotas`, {
      ...{ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'gpus' } },
      spec: { hard: { 'requests.nvidia.com/gpu': '2' } },
    });
    await create(`/api/v1/namespaces/${namespace}/limitranges`, {
      ...{ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'sizes' } },
      spec: { limits: [{ type: 'Container', default: { memory: '512Mi' }, max: { cpu: '4' } }] },
    });
    await until('quota', async () => {
      const quota = await read(`/api/v1/namespaces/${namespace}/resourcequotas/gpus`);
      return JSON.stringify(quota).includes('"used"');
    });
    const requests = { memory: '8Gi' };
    const planned = await plan([deployment({ limits: gpus(3), requests, spec: { tolerations } })]);
    expect(say(planned)).toEqual(
      [
        'ResourceQuota gpus allows 2 requests.nvidia.com/gpu, of which 0 are used, and the plan adds 3, so not everything is created. Raise the quota, free some, or ask for less.',
        'Container main asks for 8 GiB memory and states no limit; LimitRange sizes fills in a limit of 0.5 GiB, which is less, so the pods of Deployment main are not created. State a limit.',
      ].map((sentence) => sentence.replace('0.5 GiB', '512 MiB')),
    );
    // What the quota does to the pod itself, and the limit range.
    const pod = (limits: Json, more: Json = {}): Json => ({
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'probe' } },
      spec: { containers: [{ name: 'main', image: 'x', resources: { limits, ...more } }] },
    });
    const post = async (object: Json): Promise<string> =>
      (await api.call('POST', `/api/v1/namespaces/${namespace}/pods`, object, 'application/json'))
        .text;
    expect(await post(pod(gpus(3)))).toContain('exceeded quota: gpus');
    expect(await post(pod({}, { requests }))).toContain(
      'must be less than or equal to memory limit',
    );
  });

  test('what pods refer to', async () => {
    const spec: Json = {
      serviceAccountName: 'loader',
      priorityClassName: 'urgent',
      imagePullSecrets: [{ name: 'registry' }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'weights' } }],
    };
    const claim = {
      ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'cache' } },
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: 'fast',
        resources: { requests: { storage: '1Gi' } },
      },
    };
    const told = say(await plan([deployment({ spec }), claim]));
    expect(told.toSorted()).toEqual([
      `PersistentVolumeClaim cache asks for the storage class fast, which the cluster does not have. It has none. Unless a volume is made by hand, the claim stays Pending and so do its pods.`,
      `PersistentVolumeClaim weights is missing in namespace ${namespace}, and the pods of Deployment main do not start without it. Create it first.`,
      'PriorityClass urgent is missing, so the pods of Deployment main are not created. Create it first, or name another one.',
      `Secret registry, with which Deployment main pulls its images, is missing in namespace ${namespace}. Images of a private registry cannot be pulled without it.`,
      `ServiceAccount loader is missing in namespace ${namespace}, so the pods of Deployment main are not created. Create it first, or name another one.`,
    ]);
  });

  test('a scheduler that nobody runs', async () => {
    const named = deployment({ spec: { schedulerName: 'my-scheduler' } });
    expect(say(await plan([named]))).toEqual([
      'The pods of Deployment main ask for the scheduler my-scheduler, and no Deployment, lease or bound pod of that name was found. Without it they stay Pending. Install it, or take schedulerName out.',
    ]);
    await create('/apis/apps/v1/namespaces/kube-system/deployments', {
      ...deployment({ spec: {} }),
      metadata: { name: 'my-scheduler' },
    });
    await until('scheduler', async () => {
      const path = '/apis/apps/v1/namespaces/kube-system/deployments/my-scheduler';
      return JSON.stringify(await read(path)).includes('"readyReplicas":1');
    });
    expect(say(await plan([named]))).toEqual([]);
    await api.call('DELETE', '/apis/apps/v1/namespaces/kube-system/deployments/my-scheduler');
  });

  test('replicas beside an autoscaler are left to it, also when it has not scaled yet', async () => {
    await applyPlan(ports, await plan([deployment({ replicas: 2, spec: {} })]));
    await create(`/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`, {
      ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'h' } },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'main' },
        minReplicas: 1,
        maxReplicas: 5,
      },
    });
    const path = `/apis/apps/v1/namespaces/${namespace}/deployments/main`;
    const replicas = async (): Promise<unknown> =>
      ((await read(path)) as { spec: { replicas: number } }).spec.replicas;
    const planned = await plan([deployment({ replicas: 4, spec: {}, image: 'vllm:2' })]);
    expect(say(planned)).toEqual([
      'The number of replicas of Deployment main is left to HorizontalPodAutoscaler h: spec.replicas of the chart is not applied.',
    ]);
    expect((await applyPlan(ports, planned)).kind).toBe('applied');
    expect(await replicas()).toBe(2);
    // As the autoscaler does it: through the scale subresource.
    const scale = { spec: { replicas: 3 } };
    const url = `${path}/scale?fieldManager=kube-controller-manager`;
    await api.call('PATCH', url, scale, 'application/merge-patch+json');
    const again = await plan([deployment({ replicas: 4, spec: {}, image: 'vllm:3' })]);
    expect((await applyPlan(ports, again)).kind).toBe('applied');
    expect(await replicas()).toBe(3);
  });

  test('what may not be looked at is said with the right that is missing', async () => {
    // As most users have it: all rights in their namespace, none beyond it.
    await create(`/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`, {
      ...{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
      metadata: { name: 'viewer' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer' }],
    });
    const viewer = openPorts({ kubeconfig: inject('controlPlane').viewerKubeconfig });
    const planned = await plan([deployment({ limits: gpus(1), spec: {} })], viewer);
    await viewer.cluster.close();
    const told = planned.checks.flatMap((one) => sayNotChecked(one, planned.target) ?? []);
    expect(say(planned)).toEqual([]);
    expect(told).toEqual([
      'Not checked: room on the nodes, because user test may not list nodes and list pods in the cluster.',
    ]);
  });
});

function nodeAffinity(key: string, operator: string, values: readonly string[]): Json {
  const term = { matchExpressions: [{ key, operator, values }] };
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] },
    },
  };
}

interface Shape {
  readonly replicas?: number;
  readonly limits?: Json;
  readonly requests?: Json;
  readonly spec: Json;
  readonly image?: string;
  readonly strategy?: Json;
}

function deployment({ replicas = 1, limits, requests, spec, image, strategy }: Shape): Json {
  const labels = { app: 'main' };
  const resources = { ...(limits && { limits }), ...(requests && { requests }) };
  const containers = [{ name: 'main', image: image ?? 'vllm:1', resources }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'main' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { ...spec, containers } },
      ...(strategy && { strategy }),
    },
  };
}

function plan(objects: readonly Json[], to = ports): Promise<Plan> {
  const documents = objects.map((object, index) => ({
    source: `chart/templates/${String(index)}.yaml`,
    text: JSON.stringify(object),
  }));
  return planDocuments(to, { release: 'main', namespace, files: [] }, documents);
}

function say({ problems, target }: Plan): readonly string[] {
  return problems.map((problem) => sayProblem(problem, target));
}

function about({ checks, problems }: Plan, name: string): string | undefined {
  expect(problems.filter((one) => severityOf(one) === 'block')).toEqual([]);
  const found = checks.find(({ preflight }) => preflight === name);
  return found === undefined ? undefined : verdictOf(found);
}

interface LivePod {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly nodeName?: string };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly reason?: string }[];
  };
}

async function podsIn(place: string): Promise<readonly LivePod[]> {
  const list = (await read(`/api/v1/namespaces/${place}/pods`)) as { items: LivePod[] };
  return list.items;
}

function isBound({ spec }: LivePod): boolean {
  return spec.nodeName !== undefined;
}

function isUnschedulable({ status }: LivePod): boolean {
  return status.conditions?.some(({ reason }) => reason === 'Unschedulable') === true;
}

/** Waits until the scheduler has had its say on every pod; true when it found no place for one. */
async function unplaced(count: number): Promise<boolean> {
  await until('word of the scheduler', async () => {
    const pods = await podsIn(namespace);
    return pods.length === count && pods.every((pod) => isBound(pod) || isUnschedulable(pod));
  });
  return (await podsIn(namespace)).some(isUnschedulable);
}
