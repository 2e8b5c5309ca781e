import { expect, test } from 'vitest';
import { judgeDeployment } from '../../server/src/deploy/rollout/deployment-rollout.ts';
import { findCauses } from '../../server/src/deploy/rollout/find-causes.ts';
import { rolloutBudgetMs } from '../../server/src/deploy/rollout/rollout-budget.ts';
import { sayCause } from '../../server/src/deploy/sentences.ts';
import { judgeRayService } from '../../server/src/deploy/rollout/ray-service-rollout.ts';
import type { Snapshot } from '../../server/src/deploy/rollout/snapshot.ts';

const done = {
  observedGeneration: 2,
  replicas: 2,
  updatedReplicas: 2,
  readyReplicas: 2,
  availableReplicas: 2,
};

test.each([
  ['all new and available', done, true, '2 of 2 replicas ready'],
  [
    'not seen by the controller',
    { ...done, observedGeneration: 1 },
    false,
    'waiting for the controller',
  ],
  [
    'not all created',
    { ...done, replicas: 1, updatedReplicas: 1 },
    false,
    '1 of 2 replicas created',
  ],
  ['an old one left', { ...done, replicas: 3 }, false, '1 old replicas to go'],
  ['not all ready', { ...done, readyReplicas: 1 }, false, '1 of 2 replicas ready'],
])('a Deployment: %s', (_what, status, isReady, message) => {
  const object = { kind: 'Deployment', metadata: { generation: 2 }, spec: { replicas: 2 }, status };
  expect(judgeDeployment(snapshot({ object }))).toEqual({ isReady, message });
});

test('a Deployment is not ready while its Service has no endpoint', () => {
  const object = { metadata: { generation: 2 }, spec: { replicas: 2 }, status: done };
  const services = [{ name: 'llama', ready: 0 }];
  expect(judgeDeployment(snapshot({ object, services }))).toEqual({
    isReady: false,
    message: 'Service llama has no ready endpoint yet',
  });
});

const serving = {
  observedGeneration: 1,
  numServeEndpoints: 2,
  conditions: [{ type: 'Ready', status: 'True', reason: 'NonZeroServeEndpoints' }],
  activeServiceStatus: {
    rayClusterName: 'rs-a',
    applicationStatuses: {
      llm: { status: 'RUNNING', serveDeploymentStatuses: { d: { status: 'HEALTHY' } } },
    },
  },
  pendingServiceStatus: {},
};
const applications = (llm: object): object => ({
  ...serving,
  activeServiceStatus: { rayClusterName: 'rs-a', applicationStatuses: { llm } },
});

test.each([
  ['all running', serving, true, '2 Serve endpoints'],
  ['no operator yet', {}, false, 'waiting for the KubeRay operator'],
  [
    'an older generation was seen',
    { ...serving, observedGeneration: 0 },
    false,
    'waiting for the KubeRay operator',
  ],
  [
    'the first cluster is built',
    { ...serving, activeServiceStatus: {}, pendingServiceStatus: { rayClusterName: 'rs-b' } },
    false,
    'Ray cluster rs-b is starting',
  ],
  [
    'an upgrade behind Ready=True',
    { ...serving, pendingServiceStatus: { rayClusterName: 'rs-b' } },
    false,
    'Ray cluster rs-a serves while rs-b is starting',
  ],
  [
    'the switch',
    {
      ...serving,
      conditions: [...serving.conditions, { type: 'UpgradeInProgress', status: 'True' }],
    },
    false,
    'the new Ray cluster is taking over',
  ],
  [
    'a failed application behind Ready=True',
    applications({ status: 'DEPLOY_FAILED' }),
    false,
    'application llm is DEPLOY_FAILED',
  ],
  [
    'an unhealthy deployment',
    applications({ status: 'RUNNING', serveDeploymentStatuses: { d: { status: 'UNHEALTHY' } } }),
    false,
    'application llm is RUNNING',
  ],
  ['no endpoint', { ...serving, numServeEndpoints: 0 }, false, 'waiting for Ray Serve'],
])('a RayService: %s', (_what, status, isReady, message) => {
  const object = { kind: 'RayService', metadata: { generation: 1 }, status };
  expect(judgeRayService(snapshot({ object, kind: 'RayService' }))).toEqual({ isReady, message });
});

test('what the old cluster of an upgrade reports is no cause', () => {
  const status = {
    ...applications({ status: 'DEPLOY_FAILED', message: 'old' }),
    pendingServiceStatus: { rayClusterName: 'rs-b', applicationStatuses: {} },
  };
  const object = { kind: 'RayService', metadata: { generation: 1 }, status };
  expect(findCauses(snapshot({ object, kind: 'RayService' }))).toEqual([]);
});

test('an operator that stays silent is a cause after a while, not at once', () => {
  const silent = { object: { metadata: { generation: 1 } }, kind: 'RayService' };
  expect(findCauses(snapshot({ ...silent, elapsedMs: 2000 }))).toEqual([]);
  expect(findCauses(snapshot({ ...silent, elapsedMs: 20_000 })).map(({ kind }) => kind)).toEqual([
    'operator-silent',
  ]);
});

const unschedulable = (message: string): object => ({
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
});
const waiting = (reason: string, message: string): object => ({
  containerStatuses: [
    { name: 'vllm', image: 'repo/vllm:v1', state: { waiting: { reason, message } } },
  ],
});
const ended = (terminated: object, restartCount = 2): object => ({
  containerStatuses: [{ name: 'vllm', restartCount, state: {}, lastState: { terminated } }],
});

test.each([
  [
    unschedulable(
      '0/2 nodes are available: 1 Insufficient cpu, 1 Insufficient aws.amazon.com/neuron, 1 node(s) had untolerated taint(s).',
    ),
    'Pod p is Pending: no node has enough free aws.amazon.com/neuron.',
  ],
  [
    unschedulable('0/2 nodes are available: 2 Insufficient nvidia.com/gpu. preemption: …'),
    'Pod p is Pending: no node has enough free nvidia.com/gpu.',
  ],
  [
    unschedulable(
      '0/1 nodes are available: 1 node(s) had untolerated taint {nvidia.com/gpu: true}.',
    ),
    'Pod p is Pending: the nodes that fit have a taint that it does not tolerate.',
  ],
  [
    unschedulable("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector."),
    'Pod p is Pending: no node matches its instance type',
  ],
  [
    unschedulable(
      '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found',
    ),
    'Pod p waits for a volume:',
  ],
  [
    waiting('CreateContainerConfigError', 'secret "hf-token" not found'),
    'Pod p cannot start: Secret hf-token does not exist in its namespace.',
  ],
  [
    waiting('CreateContainerConfigError', "couldn't find key token in Secret models/hf-token"),
    'Pod p cannot start: Secret hf-token has no key token.',
  ],
  [
    waiting('CreateContainerConfigError', 'container has runAsNonRoot and image will run as root'),
    'Container vllm of pod p cannot be created: container has runAsNonRoot',
  ],
  [
    waiting('ImagePullBackOff', 'toomanyrequests: You have reached your pull rate limit'),
    'Image repo/vllm:v1 of pod p cannot be pulled: the registry has limited the rate of pulls.',
  ],
  [
    waiting(
      'ErrImagePull',
      'pull access denied, repository does not exist or may require authorization',
    ),
    'Image repo/vllm:v1 of pod p cannot be pulled: the registry does not let the cluster have it',
  ],
  [
    ended({ exitCode: 137, reason: 'OOMKilled' }),
    'Container vllm of pod p needed more memory than its limit of 8Gi and was killed (OOMKilled).',
  ],
  [
    ended({ exitCode: 1, reason: 'Error' }),
    'Container vllm of pod p keeps ending right after its start. vllm ended: Error (exit code 1)',
  ],
])('%#: %j', (status, sentence) => {
  const spec = { containers: [{ name: 'vllm', resources: { limits: { memory: '8Gi' } } }] };
  const pods = [{ metadata: { name: 'p' }, spec, status }];
  const [cause, ...others] = findCauses(snapshot({ pods }));
  expect(others).toEqual([]);
  expect(cause === undefined ? '' : sayCause(cause)).toContain(sentence);
});

test('one restart is bad luck', () => {
  const pods = [{ metadata: { name: 'p' }, status: ended({ exitCode: 1, reason: 'Error' }, 1) }];
  expect(findCauses(snapshot({ pods }))).toEqual([]);
});

test('a node that an autoscaler is adding is worth waiting for', () => {
  const pods = [
    {
      metadata: { name: 'p' },
      status: unschedulable('0/1 nodes are available: 1 Insufficient nvidia.com/gpu.'),
    },
  ];
  const events = [{ reason: 'Nominated', involvedObject: { kind: 'Pod', name: 'p' } }];
  expect(findCauses(snapshot({ pods, events })).map(({ kind }) => kind)).toEqual(['node-coming']);
});

test('the budget covers the startup probe, the node and the image', () => {
  const probe = { initialDelaySeconds: 60, periodSeconds: 10, failureThreshold: 360 };
  const body = (startupProbe: object): string =>
    JSON.stringify({
      spec: { template: { spec: { containers: [{ name: 'vllm', startupProbe }] } } },
    });
  expect(rolloutBudgetMs([{ body: body(probe) }])).toBe((20 + 61) * 60_000);
  expect(rolloutBudgetMs([{ body: body({}) }])).toBe((20 + 20) * 60_000);
});

test('what a container said last is evidence without the token in it', () => {
  const terminated = {
    ...{ reason: 'Error', exitCode: 1 },
    message: '401 Client Error for hf_plantedplantedplanted',
  };
  const containerStatuses = [{ name: 'vllm', restartCount: 3, lastState: { terminated } }];
  const pods = [{ metadata: { name: 'p' }, status: { containerStatuses } }];
  const object = { metadata: { generation: 1 }, status: { observedGeneration: 1 } };
  expect(findCauses(snapshot({ object, pods })).map(sayCause)).toEqual([
    'Container vllm of pod p keeps ending right after its start. vllm ended: Error (exit code 1)\n401 Client Error for (masked)',
  ]);
});

interface Difference extends Partial<Snapshot> {
  readonly kind?: string;
}

function snapshot({ kind = 'Deployment', ...difference }: Difference): Snapshot {
  return {
    ref: { apiVersion: 'apps/v1', kind, namespace: 'models', name: 'llama' },
    object: {},
    pods: [],
    events: [],
    services: [],
    nodes: [],
    elapsedMs: 0,
    ...difference,
  };
}
