import { expect, test } from 'vitest';
import { judgeDeployment } from '../../server/src/deploy/rollout/deployment-rollout.ts';
import { patienceMs } from '../../server/src/deploy/rollout/cause.ts';
import { decidingKeys } from '../../server/src/deploy/rollout/deciding-keys.ts';
import { judgeLeaderWorkerSet } from '../../server/src/deploy/rollout/leader-worker-set-rollout.ts';
import { judgeStatefulSet } from '../../server/src/deploy/rollout/stateful-set-rollout.ts';
import { findCauses } from '../../server/src/deploy/rollout/find-causes.ts';
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
    'Ray cluster rs-a serves (llm RUNNING) while rs-b is starting',
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
  [
    'KubeRay 1.2, which has no conditions',
    { ...serving, conditions: undefined, serviceStatus: 'Running' },
    true,
    'Ray Serve is running',
  ],
  [
    'KubeRay 1.2, still deploying',
    { ...serving, conditions: undefined, serviceStatus: 'WaitForServeDeploymentReady' },
    false,
    'waiting for Ray Serve',
  ],
  [
    'an upgrade whose new application deploys',
    {
      ...serving,
      pendingServiceStatus: {
        rayClusterName: 'rs-b',
        applicationStatuses: { llm: { status: 'DEPLOYING' } },
      },
    },
    false,
    'Ray cluster rs-a serves (llm RUNNING) while rs-b is starting (llm DEPLOYING)',
  ],
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
    waiting('ErrImagePull', 'dial tcp: lookup registry: i/o timeout'),
    'cannot be pulled: the registry does not answer the node.',
  ],
  [
    waiting('InvalidImageName', "couldn't parse image name"),
    'cannot be pulled: this is no valid name of an image.',
  ],
  [
    { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory.' },
    'Pod p lost its node : the node ran short of a resource and evicted it.',
  ],
  [
    {
      conditions: [
        { type: 'DisruptionTarget', status: 'True', message: 'Spot interruption', reason: 'x' },
      ],
    },
    'it was asked to leave, as when a spot instance is taken back or a node is drained. Another pod takes its place. Spot interruption',
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

test('the toleration that is missing is given as it is written', () => {
  const pods = [
    {
      metadata: { name: 'p' },
      status: unschedulable('0/1 nodes are available: 1 node(s) had untolerated taint(s).'),
    },
  ];
  const taints = [{ key: 'nvidia.com/gpu', value: 'true', effect: 'NoSchedule' }];
  const [cause] = findCauses(snapshot({ pods, nodes: [{ spec: { taints } }] }));
  expect(cause && sayCause(cause)).toContain(
    'Add to tolerations: {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}.',
  );
  expect(cause && decidingKeys(cause)[0]).toBe('tolerations');
});

/** Events as Karpenter 1.8 and the cluster autoscaler 1.34 write them. */
test.each([
  [
    'karpenter',
    'FailedScheduling',
    'Failed to schedule pod, all available instance types exceed limits for nodepool: "gpu"',
    'the node pool has reached its limit.',
  ],
  [
    'karpenter',
    'FailedScheduling',
    'Failed to schedule pod, incompatible with nodepool "gpu", no instance type satisfied resources {"nvidia.com/gpu":"16"}',
    'no instance type that its node pools allow has what the pod asks for.',
  ],
  [
    'karpenter',
    'InsufficientCapacityError',
    'NodeClaim gpu-x2 event: creating nodeclaim, insufficient capacity, no capacity for p5.48xlarge',
    'the cloud has no capacity of this instance type in these zones now.',
  ],
])('what %s says (%s) is why no node comes: %s', (speaker, reason, message, sentence) => {
  const pods = [
    {
      metadata: { name: 'p' },
      status: unschedulable('0/1 nodes are available: 1 Insufficient nvidia.com/gpu.'),
    },
  ];
  const events = [
    { reason, message, reportingComponent: speaker, involvedObject: { kind: 'Pod', name: 'p' } },
  ];
  const [cause] = findCauses(snapshot({ pods, events }));
  expect(cause && sayCause(cause)).toContain(sentence);
  expect(cause && patienceMs(cause)).toBe(120_000);
});

test('a node that Karpenter nominated after it had refused is worth waiting for', () => {
  const pods = [
    {
      metadata: { name: 'p' },
      status: unschedulable('0/1 nodes are available: 1 Insufficient nvidia.com/gpu.'),
    },
  ];
  const about = { involvedObject: { kind: 'Pod', name: 'p' }, reportingComponent: 'karpenter' };
  const events = [
    {
      ...about,
      reason: 'FailedScheduling',
      message: 'exceed limits for nodepool',
      lastTimestamp: '2026-01-01T00:00:00Z',
    },
    { ...about, reason: 'Nominated', lastTimestamp: '2026-01-01T00:01:00Z' },
  ];
  expect(findCauses(snapshot({ pods, events })).map(({ kind }) => kind)).toEqual(['node-coming']);
});

test('the events of its claim say why a volume does not come', () => {
  const volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'models' } }];
  const pods = [
    {
      metadata: { name: 'p' },
      spec: { volumes },
      status: unschedulable('0/1 nodes: pod has unbound immediate PersistentVolumeClaims.'),
    },
  ];
  const events = [
    {
      reason: 'FailedBinding',
      message: 'no persistent volumes available for this claim and no storage class is set',
      involvedObject: { kind: 'PersistentVolumeClaim', name: 'models' },
    },
  ];
  const [cause] = findCauses(snapshot({ pods, events }));
  expect(cause && sayCause(cause)).toContain('no storage class is set');
});

const creating = {
  containerStatuses: [{ name: 'vllm', state: { waiting: { reason: 'ContainerCreating' } } }],
};

test('a pull is worth a word after two minutes, and is never a stall', () => {
  const pods = [{ metadata: { name: 'p' }, status: creating }];
  const events = [
    {
      reason: 'Pulling',
      message: 'Pulling image "vllm/vllm-openai"',
      involvedObject: { name: 'p' },
    },
  ];
  expect(findCauses(snapshot({ pods, events, elapsedMs: 100_000 }))).toEqual([]);
  const [cause] = findCauses(snapshot({ pods, events, elapsedMs: 130_000 }));
  expect(cause?.kind).toBe('image-coming');
  expect(cause && patienceMs(cause)).toBeUndefined();
});

test('a mount that fails is told by its event', () => {
  const pods = [{ metadata: { name: 'p' }, status: creating }];
  const about = { involvedObject: { kind: 'Pod', name: 'p' }, reason: 'FailedMount' };
  const events = [{ ...about, message: 'MountVolume.SetUp failed: secret "tls" not found' }];
  expect(findCauses(snapshot({ pods, events }))).toMatchObject([
    { kind: 'secret-not-found', secret: 'tls' },
  ]);
});

test('a startup probe that failed for the last time is the cause from the first restart on', () => {
  const status = ended({ exitCode: 137, reason: 'Error' }, 1);
  const pods = [{ metadata: { name: 'p' }, status }];
  const about = { involvedObject: { kind: 'Pod', name: 'p' } };
  const failure = { ...about, reason: 'Unhealthy', message: 'Startup probe failed: HTTP 503' };
  const killing = {
    ...about,
    reason: 'Killing',
    message: 'Container vllm failed startup probe, will be restarted',
  };
  // While it starts, every failed probe writes such an event.
  expect(findCauses(snapshot({ pods, events: [failure] }))).toEqual([]);
  const [cause] = findCauses(snapshot({ pods, events: [failure, killing] }));
  expect(cause && sayCause(cause)).toBe(
    'Pod p was restarted because it did not answer within the budget of its startup probe. Raise the budget if the model takes longer to load. Startup probe failed: HTTP 503',
  );
});

test('what runs and is not ready says the last line of its log', () => {
  const status = { containerStatuses: [{ name: 'vllm', ready: false, state: { running: {} } }] };
  const pods = [{ metadata: { name: 'p' }, status }];
  const lastLines = new Map([['p', 'Loading safetensors checkpoint shards: 40%']]);
  const [cause] = findCauses(snapshot({ pods, lastLines }));
  expect(cause && sayCause(cause)).toBe(
    'Pod p runs and is not ready yet. Its log says: Loading safetensors checkpoint shards: 40%',
  );
  expect(cause && patienceMs(cause)).toBeUndefined();
});

test('a node that no longer reports is told to its pods', () => {
  const conditions = [{ type: 'Ready', status: 'False' }];
  const pods = [{ metadata: { name: 'p' }, spec: { nodeName: 'n' }, status: { conditions } }];
  const events = [
    { reason: 'NodeNotReady', message: 'Node is not ready', involvedObject: { name: 'p' } },
  ];
  const [cause] = findCauses(snapshot({ pods, events }));
  expect(cause && sayCause(cause)).toBe(
    'Pod p lost its node n: the node no longer reports to the cluster. Another pod takes its place. Node is not ready',
  );
});

test('an unhealthy application has two minutes to recover', () => {
  const status = applications({
    status: 'RUNNING',
    serveDeploymentStatuses: { d: { status: 'UNHEALTHY', message: 'health check failed' } },
  });
  const object = { kind: 'RayService', metadata: { generation: 1 }, status };
  const [cause] = findCauses(snapshot({ object, kind: 'RayService' }));
  expect(cause).toMatchObject({ kind: 'serve-unhealthy', evidence: 'health check failed' });
  expect(cause && patienceMs(cause)).toBe(120_000);
});

test.each([
  ['InitializingTimeout', 'gave-up'],
  ['ValidationFailed', 'spec-refused'],
])('a RayService with Ready=False %s: %s', (reason, kind) => {
  const conditions = [{ type: 'Ready', status: 'False', reason, message: 'm' }];
  const status = { observedGeneration: 1, conditions };
  const object = { kind: 'RayService', metadata: { generation: 1 }, status };
  expect(findCauses(snapshot({ object, kind: 'RayService' }))).toMatchObject([{ kind }]);
});

const setDone = {
  observedGeneration: 2,
  replicas: 3,
  readyReplicas: 3,
  updatedReplicas: 3,
  currentRevision: 'b',
  updateRevision: 'b',
};

test.each([
  ['all new and ready', {}, setDone, true, '3 of 3 replicas ready'],
  ['not seen', {}, { ...setDone, observedGeneration: 1 }, false, 'waiting for the controller'],
  ['scaling up', {}, { ...setDone, replicas: 2 }, false, '2 of 3 replicas created'],
  ['scaling down', {}, { ...setDone, replicas: 4 }, false, '1 old replicas to go'],
  [
    'one of three updated',
    {},
    { ...setDone, updatedReplicas: 1, currentRevision: 'a' },
    false,
    '1 of 3 replicas updated',
  ],
  ['not all ready', {}, { ...setDone, readyReplicas: 2 }, false, '2 of 3 replicas ready'],
  [
    'updated as far as the partition says',
    { updateStrategy: { rollingUpdate: { partition: 2 } } },
    { ...setDone, updatedReplicas: 1, currentRevision: 'a' },
    true,
    '3 of 3 replicas ready',
  ],
])('a StatefulSet: %s', (_what, spec, status, isReady, message) => {
  const object = { metadata: { generation: 2 }, spec: { replicas: 3, ...spec }, status };
  expect(judgeStatefulSet(snapshot({ object }))).toEqual({ isReady, message });
});

test('a StatefulSet with OnDelete does not run what was applied, and says so', () => {
  const spec = { replicas: 3, updateStrategy: { type: 'OnDelete' } };
  const status = { ...setDone, updatedReplicas: 0, currentRevision: 'a' };
  const object = { kind: 'StatefulSet', metadata: { generation: 2 }, spec, status };
  const changed = snapshot({ object, kind: 'StatefulSet' });
  expect(judgeStatefulSet(changed).isReady).toBe(false);
  expect(findCauses(changed)).toMatchObject([{ kind: 'waits-for-deletion' }]);
  const fresh = { ...object, status: setDone };
  expect(findCauses(snapshot({ object: fresh, kind: 'StatefulSet' }))).toEqual([]);
});

const container = { name: 'vllm', image: 'v', args: ['--a=1'], env: [{ name: 'A', value: '1' }] };
const groupPod = (args: readonly string[]): object => ({
  metadata: { name: 'p' },
  spec: {
    containers: [{ ...container, args, env: [{ name: 'LWS', value: 'x' }, ...container.env] }],
  },
});
const available = [{ type: 'Available', status: 'True' }];
const groups = { replicas: 1, readyReplicas: 1, updatedReplicas: 1, conditions: available };

test.each([
  ['all groups ready', groups, ['--a=1'], true, '1 of 1 groups ready'],
  ['no controller', {}, ['--a=1'], false, 'waiting for the LeaderWorkerSet controller'],
  [
    'the status of the groups before',
    groups,
    ['--a=0'],
    false,
    '0 of 2 pods are of the new template',
  ],
  [
    'an update under way',
    { ...groups, conditions: [...available, { type: 'UpdateInProgress', status: 'True' }] },
    ['--a=1'],
    false,
    '1 of 1 groups updated',
  ],
  [
    'a group that is not ready',
    { ...groups, readyReplicas: 0, conditions: [] },
    ['--a=1'],
    false,
    '0 of 1 groups ready',
  ],
])('a LeaderWorkerSet: %s', (_what, status, args, isReady, message) => {
  const template = { spec: { containers: [container] } };
  const leaderWorkerTemplate = { size: 2, workerTemplate: template };
  const object = { spec: { replicas: 1, leaderWorkerTemplate }, status };
  const pods = [groupPod(args), groupPod(args)] as Snapshot['pods'];
  expect(judgeLeaderWorkerSet(snapshot({ object, pods }))).toEqual({ isReady, message });
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
    lastLines: new Map(),
    elapsedMs: 0,
    ...difference,
  };
}
