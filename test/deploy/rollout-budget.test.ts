import { expect, test } from 'vitest';
import { formatPlan } from '../../server/src/cli/formats/plan.ts';
import { makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import { checkHeldUpdates } from '../../server/src/deploy/preflight/held-updates.ts';
import { rolloutBudget } from '../../server/src/deploy/rollout/rollout-budget.ts';
import { followRollout } from '../../server/src/deploy/rollout/rollout.ts';
import {
  sayBudget,
  sayProblem,
  sayProgress,
  sayRolloutOutcome,
} from '../../server/src/deploy/sentences.ts';
import { memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { readYaml } from './scenario.ts';

const health = { httpGet: { path: '/health', port: 8000 } };
const startupProbe = {
  ...health,
  initialDelaySeconds: 60,
  periodSeconds: 10,
  failureThreshold: 180,
};
const probed = { name: 'vllm', startupProbe, readinessProbe: health };
const unprobed = { name: 'vllm', readinessProbe: health };

interface Case {
  readonly kind: string;
  readonly live?: object;
  readonly next: object;
}

test.each([
  [
    'a startup probe',
    { kind: 'Deployment', next: deployment([probed]) },
    'Ready within about 51 min: startup probe of vllm 31 min; allowed for image pull 14 min and a new node, if needed, 6 min.',
  ],
  [
    'no startup probe',
    { kind: 'Deployment', next: deployment([unprobed]) },
    'Ready within about 40 min: allowed for loading the model 20 min (no startup probe limits it), image pull 14 min and a new node, if needed, 6 min.',
  ],
  [
    'a startup probe that asks for less than readiness does',
    {
      kind: 'Deployment',
      next: deployment([{ ...unprobed, startupProbe: { tcpSocket: { port: 8000 } } }]),
    },
    'Ready within about 40 min: allowed for loading the model 20 min (no startup probe limits it), image pull 14 min and a new node, if needed, 6 min.',
  ],
  [
    'Neuron, which compiles at its first start',
    {
      kind: 'RayService',
      next: deployment([{ name: 'ray', resources: { limits: { 'aws.amazon.com/neuron': 1 } } }]),
    },
    'Ready within about 110 min: allowed for loading the model 90 min (no startup probe limits it), image pull 14 min and a new node, if needed, 6 min.',
  ],
  [
    'init containers, and a sidecar that has a startup probe too',
    {
      kind: 'Deployment',
      next: deployment([probed], {
        initContainers: [
          { name: 'fetch' },
          { name: 'proxy', restartPolicy: 'Always', startupProbe: { failureThreshold: 6 } },
        ],
      }),
    },
    'Ready within about 62 min: startup probe of vllm 32 min; allowed for init containers 10 min, image pull 14 min and a new node, if needed, 6 min.',
  ],
  [
    'an update that replaces replicas in turn',
    {
      kind: 'Deployment',
      live: deployment([probed], { nodeSelector: { a: 'b' } }, 3),
      next: deployment([probed], {}, 3),
    },
    'Ready within about 141 min: startup probe of vllm 31 min; allowed for image pull 14 min and a new node, if needed, 6 min; all but the node 3 times, because pods start in turn.',
  ],
  [
    'a StatefulSet, whose pods come in turn',
    { kind: 'StatefulSet', next: deployment([probed], {}, 2) },
    'Ready within about 96 min: startup probe of vllm 31 min; allowed for image pull 14 min and a new node, if needed, 6 min; all but the node 2 times, because pods start in turn.',
  ],
  [
    'a StatefulSet whose pods come at once',
    {
      kind: 'StatefulSet',
      next: { spec: { ...deployment([probed], {}, 2).spec, podManagementPolicy: 'Parallel' } },
    },
    'Ready within about 51 min: startup probe of vllm 31 min; allowed for image pull 14 min and a new node, if needed, 6 min.',
  ],
  [
    'a change that leaves the pods alone',
    { kind: 'Deployment', live: deployment([probed]), next: deployment([probed]) },
    undefined,
  ],
  [
    'a change of nothing but the replicas',
    { kind: 'Deployment', live: deployment([probed]), next: deployment([probed], {}, 4) },
    'Ready within about 51 min: startup probe of vllm 31 min; allowed for image pull 14 min and a new node, if needed, 6 min.',
  ],
] satisfies [string, Case, string | undefined][])(
  '%s',
  (_what, { kind, live, next }: Case, sentence) => {
    const ref = { apiVersion: 'apps/v1', kind, name: 'llama' };
    expect(sayBudget([rolloutBudget({ ref, live, next })])).toBe(sentence);
  },
);

test('an update that nothing rolls out starts no pods, and is said beforehand', () => {
  const told = (kind: string, live: object, next: object): readonly unknown[] => {
    const workload = { ref: { apiVersion: 'v1', kind, name: 'llama', namespace: 'm' }, live, next };
    const problems = checkHeldUpdates([workload])?.problems ?? [];
    const { target } = memoryCluster();
    return [rolloutBudget(workload).steps, ...problems.map((one) => sayProblem(one, target))];
  };
  const set = (image: string, type: string): object => ({
    spec: { ...deployment([{ name: 'vllm', image }]).spec, updateStrategy: { type } },
  });
  expect(told('StatefulSet', set('old', 'OnDelete'), set('new', 'OnDelete'))).toEqual([
    0,
    'StatefulSet llama has the update strategy OnDelete: its pods run as before, each until it is deleted.',
  ]);
  expect(told('StatefulSet', set('old', 'OnDelete'), set('new', 'RollingUpdate'))).toEqual([1]);
  const ray = (rayVersion: string, serveConfigV2 = ''): object => ({
    spec: { serveConfigV2, rayClusterConfig: { rayVersion }, upgradeStrategy: { type: 'None' } },
    status: { activeServiceStatus: { rayClusterName: 'llama-x' } },
  });
  expect(told('RayService', ray('2.47.0'), ray('2.48.0'))).toMatchObject([
    0,
    expect.stringMatching(
      /upgrade strategy None: .* kubectl delete raycluster llama-x --namespace m$/,
    ),
  ]);
  expect(told('RayService', ray('2.47.0'), ray('2.47.0', 'other'))).toEqual([1]);
});

test('a LeaderWorkerSet replaces its groups in turn, and with LeaderReady workers wait for leaders', () => {
  const set = (image: string): object => ({
    spec: {
      replicas: 3,
      startupPolicy: 'LeaderReady',
      rolloutStrategy: { rollingUpdateConfiguration: { maxUnavailable: 2, maxSurge: 0 } },
      leaderWorkerTemplate: { workerTemplate: { spec: { containers: [{ ...probed, image }] } } },
    },
  });
  const ref = { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet', name: 'llama' };
  const steps = (live: unknown): number => rolloutBudget({ ref, live, next: set('new') }).steps;
  expect([steps(undefined), steps(set('new')), steps(set('old'))]).toEqual([2, 0, 4]);
});

const manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'llama' },
  spec: { selector: { matchLabels: { app: 'llama' } }, ...deployment([probed]).spec },
};

test('a plan says it in text and as JSON', async () => {
  const plan = await planOf(memoryCluster());
  expect(formatPlan(plan, 'text')).toContain(
    '\nReady within about 51 min: startup probe of vllm 31 min; allowed for image pull 14 min and a new node, if needed, 6 min.\n',
  );
  expect(JSON.parse(formatPlan(plan, 'json'))).toMatchObject({
    rolloutBudgets: [
      {
        ...{ kind: 'Deployment', name: 'llama', startsPods: true, steps: 1, totalSeconds: 3060 },
        parts: [
          { kind: 'node', seconds: 360, source: 'allowance' },
          { kind: 'image', seconds: 840, source: 'allowance' },
          { kind: 'startup-probe', seconds: 1860, source: 'manifest', container: 'vllm' },
        ],
      },
    ],
  });
});

const minute = 60_000;

test.each([
  ['there is no node', { spec: {} }, 'Waiting for a node took 52 min; 6 min were allowed for it.'],
  [
    'the image is pulled',
    { spec: { nodeName: 'n' }, status: { containerStatuses: [{ state: { waiting: {} } }] } },
    'Pulling the image took 52 min; 14 min were allowed for it.',
  ],
  [
    'an init container runs',
    {
      spec: { nodeName: 'n' },
      status: { initContainerStatuses: [{ state: { running: {} }, started: false }] },
    },
    'Running the init containers took 52 min, which the budget does not count.',
  ],
  [
    'the model is loaded',
    {
      spec: { nodeName: 'n' },
      status: { containerStatuses: [{ state: { running: {} }, ready: true }] },
    },
    'Starting took 52 min; the startup probe of vllm gives 31 min.',
  ],
])('a budget that runs out while %s says so', async (_what, pod, exceeded) => {
  const cluster = memoryCluster();
  const plan = await planOf(cluster);
  deploy(cluster, pod);
  let now = 0;
  const sleep = (): Promise<void> => {
    now += minute;
    return Promise.resolve();
  };
  const lines: string[] = [];
  const outcome = await followRollout(
    { cluster, clock: { now: () => now, sleep }, readYaml },
    plan,
    {
      onProgress: (progress) => lines.push(sayProgress(progress)),
    },
  );
  expect(lines[5]).toBe('Deployment llama: 0 of 1 replicas ready (5 of about 51 min)');
  expect(sayRolloutOutcome(outcome, plan)).toBe(
    `Deployment llama was not ready after 52 minutes: 0 of 1 replicas ready. ${exceeded} Nothing was rolled back; it may still get ready.`,
  );
});

/** What the controllers would have made of the manifest. */
function deploy(cluster: MemoryCluster, pod: object): void {
  const mark = { annotations: { 'deployment.kubernetes.io/revision': '1' } };
  const apps = '/apis/apps/v1/namespaces/models';
  const labels = { app: 'llama', 'pod-template-hash': 'h' };
  cluster.objects.set(`${apps}/deployments/llama`, {
    ...manifest,
    metadata: { name: 'llama', uid: 'd', generation: 1, ...mark },
    status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1 },
  });
  cluster.objects.set(`${apps}/replicasets/llama-h`, {
    metadata: { name: 'llama-h', labels, ownerReferences: [{ uid: 'd' }], ...mark },
  });
  cluster.objects.set('/api/v1/namespaces/models/pods/p', {
    ...pod,
    metadata: { name: 'p', namespace: 'models', labels },
  });
}

async function planOf(cluster: MemoryCluster): Promise<Plan> {
  const clock = { now: () => 0, sleep: () => Promise.resolve() };
  const planned = await makePlan(
    { cluster, clock, readYaml },
    {
      release: {
        ...{ name: 'llama', namespace: 'models', values: {} },
        chart: { metadata: { name: 'chart', version: '1.0.0' }, values: {}, templates: [] },
      },
      documents: [{ source: 'chart/templates/0.yaml', text: JSON.stringify(manifest) }],
    },
  );
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  return planned.value;
}

function deployment(
  containers: readonly object[],
  pod: object = {},
  replicas = 1,
): { readonly spec: object } {
  const strategy = { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } };
  const template = { metadata: { labels: { app: 'llama' } }, spec: { containers, ...pod } };
  return { spec: { replicas, strategy, template } };
}
