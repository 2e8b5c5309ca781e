import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';
import type { Plan } from '../../server/src/deploy/plan/plan.ts';
import { sayServingOutcome } from '../../server/src/deploy/sentences.ts';
import { followLogs } from '../../server/src/deploy/serving/follow-logs.ts';
import { openEndpoint } from '../../server/src/deploy/serving/open-endpoint.ts';
import {
  podsOfRelease,
  readReleaseObjects,
} from '../../server/src/deploy/serving/release-workloads.ts';
import { followToServing } from '../../server/src/deploy/serving/serve.ts';
import {
  modelError,
  servedModel,
  startFakeModelServer,
  type FakeModelServer,
  type Oddity,
} from '../control-plane/fake-model-server.ts';
import { planDocuments } from './deploying.ts';
import {
  create,
  createNamespace,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  forwardPod,
  logPod,
  openPorts,
  podsOf,
} from './world.ts';

/** A request that goes through the real port-forward of the API server and of a kubelet. */

const ports = openPorts();
let node: string;
let namespace: string;
let server: FakeModelServer | undefined;

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
  server?.close();
  server = undefined;
  await deleteNamespace(namespace);
});

describe('a deployment that is ready is asked', () => {
  test('and serves when the model answers, through the target port of its Service', async () => {
    const { told, requests } = await serve(() => undefined);
    expect(told).toMatch(
      new RegExp(`^Deployment main is ready\\. ${servedModel} answers: 32 tokens at \\d+ tokens`),
    );
    expect(requests).toEqual(['GET /health', 'GET /v1/models', 'POST /v1/chat/completions']);
  });

  test('without chat when the model has no chat template', async () => {
    const { told, requests } = await serve((request) =>
      request === 'POST /v1/chat/completions'
        ? modelError(400, 'default chat template is no longer allowed, so you must provide one')
        : undefined,
    );
    expect(told).toContain(`${servedModel} answers: 32 tokens`);
    expect(requests.at(-1)).toBe('POST /v1/completions');
  });

  test.each<[string, Oddity, string]>([
    [
      'an engine that died',
      (request) => (request === 'GET /health' ? { status: 503, body: '' } : undefined),
      'Deployment main is ready, but /health failed with 503: it gave no reason. Its log has more.',
    ],
    [
      'no model yet',
      (request) => (request === 'GET /v1/models' ? { status: 200, body: { data: [] } } : undefined),
      'Deployment main runs, but /v1/models lists no model: it serves none yet, or failed to load it.',
    ],
    [
      'another name than it lists',
      (request) =>
        request.startsWith('POST') ? modelError(404, 'The model `x` does not exist.') : undefined,
      `Deployment main lists the model ${servedModel} and then does not know it: The model \`x\` does not exist. Two servers with different names may share the Service.`,
    ],
    [
      'a completion that fails',
      (request) =>
        request.startsWith('POST') ? { status: 500, body: 'Internal Server Error' } : undefined,
      'Deployment main is ready, but /v1/chat/completions failed with 500: Internal Server Error. Its log has more.',
    ],
  ])('and does not serve: %s', async (_what, oddity, sentence) => {
    expect(await serve(oddity)).toMatchObject({ kind: 'no-answer', told: sentence });
  });

  test('and does not serve when nothing listens on the port', async () => {
    const gone = await startFakeModelServer();
    gone.close();
    const { kind, told } = await follow(ports, await applied([deployment(), service()], gone.port));
    expect(kind).toBe('no-answer');
    expect(told).toMatch(
      /^Deployment main is ready, but a request to \/health did not come through: /,
    );
    expect(told).toContain(
      'Check that the port of the Service is the one that the server listens on.',
    );
  });

  test('and counts as serving with a word on it when it speaks another API', async () => {
    const { kind, told } = await serve((request) =>
      request === 'GET /v1/models' ? { status: 404, body: { detail: 'Not Found' } } : undefined,
    );
    expect([kind, told]).toEqual([
      'serving',
      'Deployment main is ready. Whether Deployment main answers was not checked further: it takes requests, but has no /v1/models (404), so it does not speak the OpenAI API, or speaks it below another path.',
    ]);
  });

  test('and counts as serving with a word on it when no Service leads to it', async () => {
    expect((await follow(ports, await applied([deployment()]))).told).toBe(
      'Deployment main is ready. Whether Deployment main answers was not checked: no Service of the release leads to its pods.',
    );
  });
});

test('who may not forward ports is told that nothing was asked', async () => {
  const plan = await applied([deployment(), service()]);
  await grantReading(namespace);
  const viewer = openPorts({ kubeconfig: inject('controlPlane').viewerKubeconfig });
  expect(await follow(viewer, plan)).toEqual({
    kind: 'serving',
    told: 'Deployment main is ready. Whether Deployment main answers was not checked: that needs create on pods/portforward.',
  });
  await viewer.cluster.close();
});

test('a request that is never answered ends at its limit, and closing ends the rest', async () => {
  await applied([deployment()]);
  server = await startFakeModelServer(() => 'silence');
  const [pod = ''] = await podsOf(namespace);
  await forwardPod(namespace, pod, server.port);
  const forward = await ports.cluster.forward(() =>
    Promise.resolve({ namespace, pod, port: 8000 }),
  );
  const request = { method: 'GET', path: '/health', timeoutMs: 200 } as const;
  expect(await forward.request(request)).toEqual({ kind: 'timed-out' });
  const cancel = new AbortController();
  const asked = forward.request({ ...request, timeoutMs: 60_000 }, cancel.signal);
  cancel.abort();
  expect(await asked).toEqual({ kind: 'cancelled' });
  await forward.close();
  await expect(fetch(forward.url)).rejects.toThrow();
});

test('an endpoint that is kept open leads whoever asks to the model, and ends when it is closed', async () => {
  await applied([deployment(), service()]);
  const opened = await openEndpoint(ports, { release: 'serving', namespace });
  if (opened.kind !== 'open') throw new Error(JSON.stringify(opened));
  expect([opened.model, opened.endpoint.service]).toEqual([servedModel, 'main']);
  const listed = await fetch(`${opened.forward.url}/v1/models`);
  expect(await listed.json()).toMatchObject({ data: [{ id: servedModel }] });
  await opened.forward.close();
  await expect(fetch(`${opened.forward.url}/v1/models`)).rejects.toThrow();
  expect(await openEndpoint(ports, { release: 'other', namespace })).toEqual({
    kind: 'no-release',
  });
});

test('logs are followed with pod and container in front, and without secrets', async () => {
  await applied([deployment(), service()]);
  const [pod = ''] = await podsOf(namespace);
  await logPod(namespace, pod, { current: ['first line', 'token hf_AbCdEfGhIjKlMnOpQrSt'] });
  const found = await readReleaseObjects(ports, { release: 'serving', namespace });
  if (!found.ok || found.value === undefined) throw new Error('no release');
  const { value } = found;
  const enough = new AbortController();
  let told = '';
  await followLogs(
    ports,
    {
      pods: () => podsOfRelease(ports, value, enough.signal),
      onText: (text) => {
        told += text;
        if (told.includes('token')) enough.abort();
      },
    },
    enough.signal,
  );
  expect(told).toBe(`[${pod}/main] first line\n[${pod}/main] token (masked)\n`);
});

async function serve(oddity: Oddity) {
  server = await startFakeModelServer(oddity);
  const outcome = await follow(ports, await applied([deployment(), service()], server.port));
  return { ...outcome, requests: server.requests };
}

async function follow(as: Ports, plan: Plan): Promise<{ kind: string; told: string }> {
  const outcome = await followToServing(as, plan);
  return { kind: outcome.kind, told: sayServingOutcome(outcome, plan) };
}

async function applied(objects: readonly Json[], port?: number): Promise<Plan> {
  const plan = await planDocuments(
    ports,
    { release: 'serving', namespace, files: [] },
    objects.map((object) => ({ source: 'chart/object.yaml', text: JSON.stringify(object) })),
  );
  expect((await applyPlan(ports, plan)).kind).toBe('applied');
  const [pod = ''] = await podsOf(namespace);
  if (port !== undefined) await forwardPod(namespace, pod, port);
  return plan;
}

function deployment(): Json {
  const ports = [{ name: 'http', containerPort: 8000 }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'main' },
    spec: {
      selector: { matchLabels: { app: 'main' } },
      template: {
        metadata: { labels: { app: 'main' } },
        spec: { containers: [{ name: 'main', image: 'vllm/vllm-openai:v0.11.0', ports }] },
      },
    },
  };
}

function service(): Json {
  const ports = [{ name: 'http', port: 80, targetPort: 'http', protocol: 'TCP' }];
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'main' },
    spec: { selector: { app: 'main' }, ports },
  };
}

/** All that a rollout reads, and `get` on port-forwards, which was enough before Kubernetes 1.35. */
async function grantReading(place: string): Promise<void> {
  const rules = [
    { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list'] },
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['get'] },
  ];
  const group = '/apis/rbac.authorization.k8s.io/v1';
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await create(`${group}/namespaces/${place}/roles`, {
    ...{ apiVersion, kind: 'Role', metadata: { name: 'reader' }, rules },
  });
  await create(`${group}/namespaces/${place}/rolebindings`, {
    ...{ apiVersion, kind: 'RoleBinding', metadata: { name: 'reader' } },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer' }],
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
  });
}
