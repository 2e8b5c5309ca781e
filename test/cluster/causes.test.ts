import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import { followRollout } from '../../server/src/deploy/rollout/rollout.ts';
import { sayCause, sayRolloutOutcome } from '../../server/src/deploy/sentences.ts';
import { planDocuments } from './deploying.ts';
import {
  create,
  createNamespace,
  createNode,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  logPod,
  openPorts,
  podsOf,
  read,
  reportFromRay,
  until,
} from './world.ts';

const real = openPorts();
const nodes: string[] = [];
let namespace: string;

beforeAll(async () => {
  nodes.push(await createPlainNode(), await createNode('g6.xlarge'));
});

afterAll(async () => {
  for (const node of nodes) await deleteNode(node);
  await real.cluster.close();
});

beforeEach(async () => {
  namespace = await createNamespace();
});

afterEach(async () => {
  await deleteNamespace(namespace);
});

describe('a rollout that does not get on names the cause', () => {
  test('too few devices', async () => {
    const outcome = await follow(
      deployment({ limits: { 'nvidia.com/gpu': '4' }, tolerates: true }),
    );
    expect(outcome).toMatch(
      /^Pod main-\S+ is Pending: it asks for 4 nvidia\.com\/gpu, and no node has that many free\. Nothing else holds any\. .* Insufficient nvidia\.com\/gpu/,
    );
  });

  test('a taint that is not tolerated', async () => {
    const selector = { 'node.kubernetes.io/instance-type': 'g6.xlarge' };
    const outcome = await follow(deployment({ limits: {}, nodeSelector: selector }));
    expect(outcome).toMatch(
      /^Pod main-\S+ is Pending: the nodes that fit are tainted with nvidia\.com\/gpu=true:NoSchedule/,
    );
  });

  test('an instance type that no node has', async () => {
    const selector = { 'node.kubernetes.io/instance-type': 'p4d.24xlarge' };
    const outcome = await follow(deployment({ limits: {}, nodeSelector: selector }));
    expect(outcome).toMatch(/^Pod main-\S+ is Pending: no node matches its instance type/);
  });

  test('a secret that is not there', async () => {
    const outcome = await follow(
      deployment({ limits: {}, outcome: 'config-error', message: 'secret "hf-token" not found' }),
    );
    expect(outcome).toMatch(/^Pod main-\S+ cannot start: Secret hf-token does not exist/);
  });

  test('an image that cannot be pulled', async () => {
    const message = 'failed to resolve reference "vllm/vllm-openai:v9": not found';
    const outcome = await follow(
      deployment({ limits: {}, outcome: 'image-pull-backoff', message }),
    );
    expect(outcome).toMatch(
      /^Image vllm\/vllm-openai:v9 of pod main-\S+ cannot be pulled: there is no such image/,
    );
  });

  test('memory that runs out', async () => {
    const outcome = await follow(deployment({ limits: { memory: '8Gi' }, outcome: 'oom' }));
    expect(outcome).toMatch(
      /^Container main of pod main-\S+ needed more memory than its limit of 8Gi and was killed \(OOMKilled\)/,
    );
  });

  test('a container that ends at its start, by its log', async () => {
    const outcome = follow(deployment({ limits: {}, outcome: 'crash' }));
    const [pod = ''] = await podsOf(namespace);
    const previous = [
      'INFO 01-01 00:00:00 [utils.py:233] non-default args: {hf_token: hf_AbCdEfGhIjKlMnOpQrStUv}',
      "ValueError: User-specified max_model_len (32768) is greater than the derived max_model_len (max_position_embeddings=8192 or model_max_length=None in model's config.json).",
    ];
    await logPod(namespace, pod, { previous });
    expect(await outcome).toMatch(
      /^Container main of pod main-\S+ keeps ending right after its start\. maxModelLen is 32768 and the model's config allows 8192\. To mend it, set maxModelLen to 8192\.$/,
    );
  });

  test('a pod that loads its model says where it stands, without being given up', async () => {
    const planned = await planDocuments(real, order(), [
      document(deployment({ limits: {}, outcome: 'never-ready' })),
    ]);
    expect((await applyPlan(real, planned)).kind).toBe('applied');
    const [pod = ''] = await podsOf(namespace);
    await logPod(namespace, pod, { current: ['Starting', 'Loading checkpoint shards: 40%'] });
    const enough = new AbortController();
    const told: string[] = [];
    await followRollout(impatient(real), planned, {
      signal: enough.signal,
      onProgress: ({ causes }) => {
        told.push(...causes.map(sayCause));
        if (told.length > 0) enough.abort();
      },
    });
    expect(told[0]).toMatch(
      /^Pod main-\S+ runs and is not ready yet\. Its log says: Loading checkpoint shards: 40%$/,
    );
  });

  test('a quota', async () => {
    const hard = { 'requests.nvidia.com/gpu': '1' };
    const quota = {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'gpus' },
      spec: { hard },
    };
    const quotas = `/api/v1/namespaces/${namespace}/resourcequotas`;
    // A quota that is there beforehand blocks the plan already.
    const outcome = await follow(
      deployment({ limits: { 'nvidia.com/gpu': '2' }, tolerates: true }),
      async () => {
        await create(quotas, quota);
        await until('counted quota', async () =>
          JSON.stringify(await read(`${quotas}/gpus`)).includes('"used"'),
        );
      },
    );
    expect(outcome).toMatch(
      /^Deployment main is over a quota of its namespace, so its pods are not created: quota gpus allows 1 of requests\.nvidia\.com\/gpu, 0 are used and one pod asks for 2\./,
    );
  });

  test('a RayService that the operator refuses', async () => {
    const outcome = await follow(rayService({ upgradeStrategy: { type: 'BlueGreen' } }));
    expect(outcome).toMatch(
      /^The KubeRay operator refuses RayService main: .*Spec\.UpgradeStrategy\.Type value BlueGreen is invalid/,
    );
  });

  test('an application that Ray Serve cannot deploy, behind Ready=True', async () => {
    const failed = {
      name: 'llm',
      status: 'DEPLOY_FAILED',
      message:
        'Traceback (most recent call last):\ntorch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.',
      deployments: {},
    };
    await reportFromRay(namespace, { applications: { llm: failed } });
    const outcome = await follow(rayService({}));
    expect(outcome).toBe(
      'Ray Serve could not deploy application llm of RayService main: GPU memory ran out: 2.00 GiB more was asked for. What decides it: gpuMemoryUtilization, maxNumSeqs, tensorParallelSize and instanceType.',
    );
  });

  test('a RayService whose worker finds no node', async () => {
    const starting = { name: 'llm', status: 'DEPLOYING', message: '', deployments: {} };
    await reportFromRay(namespace, { applications: { llm: starting } });
    const outcome = await follow(rayService({}, { 'nvidia.com/gpu': '8' }));
    expect(outcome).toMatch(
      /^Pod main-\S+-worker-\S+ is Pending: it asks for 8 nvidia\.com\/gpu, and no node has that many free/,
    );
  });
});

test('cancelling ends the watch and leaves what was applied', async () => {
  const documents = [document(deployment({ limits: {}, outcome: 'never-ready' }))];
  const planned = await planDocuments(real, order(), documents);
  await applyPlan(real, planned);
  const cancel = new AbortController();
  const outcome = await followRollout(real, planned, {
    signal: cancel.signal,
    onProgress: () => {
      cancel.abort();
    },
  });
  expect(sayRolloutOutcome(outcome, planned)).toBe(
    'No longer followed; it stays in the cluster as it was applied.',
  );
});

async function follow(object: Json, afterPlan?: () => Promise<void>): Promise<string> {
  const planned = await planDocuments(real, order(), [document(object)]);
  await afterPlan?.();
  expect((await applyPlan(real, planned)).kind).toBe('applied');
  const outcome = await followRollout(impatient(real), planned);
  expect(outcome.kind).toBe('stalled');
  return sayRolloutOutcome(outcome, planned);
}

/** Ten seconds of its clock are one of the world's, so that a minute's patience is six seconds. */
function impatient(ports: Ports): Ports {
  const { clock } = ports;
  return {
    ...ports,
    clock: {
      now: () => clock.now() * 10,
      sleep: (ms, signal) => clock.sleep(ms / 4, signal),
    },
  };
}

function order(): { release: string; namespace: string; files: readonly string[] } {
  return { release: 'cause', namespace, files: [] };
}

function document(object: Json): { source: string; text: string } {
  return { source: 'chart/object.yaml', text: JSON.stringify(object) };
}

interface PodDifference {
  readonly limits: Readonly<Record<string, string>>;
  readonly nodeSelector?: Json;
  readonly tolerates?: boolean;
  /** What the fake kubelet makes of the pod (test/control-plane/stages.yaml). */
  readonly outcome?: string;
  readonly message?: string;
}

function deployment({ limits, nodeSelector, tolerates, outcome, message }: PodDifference): Json {
  const labels = { app: 'main', ...(outcome !== undefined && { outcome }) };
  const annotations = message === undefined ? {} : { 'outcome-message': message };
  const tolerations = tolerates === true ? [{ operator: 'Exists' }] : [];
  const containers = [{ name: 'main', image: 'vllm/vllm-openai:v9', resources: { limits } }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'main' },
    spec: {
      selector: { matchLabels: { app: 'main' } },
      template: {
        metadata: { labels, annotations },
        spec: { containers, tolerations, ...(nodeSelector && { nodeSelector }) },
      },
    },
  };
}

function rayService(spec: Json, limits: Readonly<Record<string, string>> = {}): Json {
  const group = (name: string, resources: object): object => ({
    metadata: {},
    spec: {
      containers: [{ name, image: 'rayproject/ray:2.47.0', resources }],
      tolerations: [{ operator: 'Exists' }],
    },
  });
  return {
    apiVersion: 'ray.io/v1',
    kind: 'RayService',
    metadata: { name: 'main' },
    spec: {
      serveConfigV2: 'applications: [{name: llm, import_path: app, deployments: [{name: llm}]}]',
      rayClusterConfig: {
        rayVersion: '2.47.0',
        headGroupSpec: { rayStartParams: {}, template: group('head', {}) },
        workerGroupSpecs: [
          {
            ...{ groupName: 'gpu', replicas: 1, minReplicas: 1, maxReplicas: 1, numOfHosts: 1 },
            ...{ rayStartParams: {}, scaleStrategy: {}, template: group('worker', { limits }) },
          },
        ],
      },
      ...spec,
    },
  };
}
