import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { blockersOf, makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import type { RenderedDocument } from '../../server/src/deploy/objects/manifest.ts';
import { sayPlanFailure, sayProblem } from '../../server/src/deploy/sentences.ts';
import { startControlPlane, type ControlPlane } from '../control-plane/control-plane.ts';
import { plan, planDocuments, root, type Order } from './deploying.ts';
import { api, createNamespace, createSecret, deleteNamespace, openPorts } from './world.ts';

const vllm = join(root, 'presets/values-llama-32-1b-vllm.yaml');
const ray = join(root, 'presets/values-llama-32-1b-ray-vllm.yaml');
let order: Order;
let bare: ControlPlane;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfigs-'));
  bare = await startControlPlane(inject('controlPlane').binaries, { withRay: false });
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await bare.stop();
});

beforeEach(async () => {
  order = { release: 'llama', namespace: await createNamespace(), files: [vllm] };
});

afterEach(async () => {
  await deleteNamespace(order.namespace);
});

test('a user without rights is told which are missing', async () => {
  const { viewerKubeconfig } = inject('controlPlane');
  const sentences = say(await plan(openPorts({ kubeconfig: viewerKubeconfig }), order));
  expect(sentences).toContain(
    `User test may not get, create and patch deployments.apps in namespace ${order.namespace}. Ask for a role that allows it.`,
  );
  expect(sentences).toContain(
    `User test may not get, list, create and update secrets in namespace ${order.namespace}. Ask for a role that allows it.`,
  );
  expect(sentences.every((sentence) => !sentence.includes('forbidden'))).toBe(true);
});

test('a credential that is not accepted', async () => {
  const failure = await planFailure(kubeconfigWith({ token: 'wrong' }));
  expect(failure).toBe(
    `The API server ${inject('controlPlane').server} does not accept the credentials of user test. Sign in again.`,
  );
});

test('a server that is not there', async () => {
  const failure = await planFailure(kubeconfigWith({ server: 'https://127.0.0.1:1' }));
  expect(failure).toBe(
    'The API server https://127.0.0.1:1 of context test cannot be reached: connect ECONNREFUSED 127.0.0.1:1.',
  );
});

test('a certificate of somebody else', async () => {
  const failure = await planFailure(kubeconfigWith({ authority: '' }));
  expect(failure).toMatch(/^The certificate of https:\/\/127\.0\.0\.1:\d+ is not trusted: /);
});

test('an exec plugin that is not installed, with the hint of the kubeconfig', async () => {
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: 'no-such-plugin',
    installHint: 'Get it from example.com.',
    interactiveMode: 'Never',
  };
  const failure = await planFailure(kubeconfigWith({ user: { exec } }));
  expect(failure).toBe(
    'The kubeconfig signs in through no-such-plugin, which was not found on the PATH. Get it from example.com.',
  );
});

test('an exec plugin that signs in, told about the cluster, once for many requests', async () => {
  const log = join(folder, 'plugin.log');
  const plugin = join(folder, 'plugin.sh');
  const token = inject('controlPlane').adminToken;
  const credential = {
    apiVersion: 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    status: { token },
  };
  writeFileSync(
    plugin,
    `#!/bin/sh\necho "$KUBERNETES_EXEC_INFO" >> ${log}\necho '${JSON.stringify(credential)}'\n`,
    { mode: 0o755 },
  );
  // Relative to the kubeconfig, as kubectl takes it.
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: './plugin.sh',
    interactiveMode: 'Never',
    provideClusterInfo: true,
  };
  const kubeconfig = kubeconfigWith({ user: { exec } });
  const planned = await plan(openPorts({ kubeconfig, mayRun: () => true }), order);
  expect(planned.problems.filter(({ kind }) => kind !== 'optional-secret-missing')).toEqual([]);
  const runs = readLines(log);
  expect(runs).toHaveLength(1);
  expect(JSON.parse(runs[0] ?? '')).toMatchObject({
    kind: 'ExecCredential',
    spec: { interactive: false, cluster: { server: inject('controlPlane').server } },
  });
});

test('an exec plugin that fails says why', async () => {
  const plugin = join(folder, 'plugin.sh');
  writeFileSync(plugin, '#!/bin/sh\necho "The SSO session has expired." >&2\nexit 255\n', {
    mode: 0o755,
  });
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1',
    command: plugin,
    interactiveMode: 'Never',
  };
  const failure = await planFailure(kubeconfigWith({ user: { exec } }));
  expect(failure).toBe(`${plugin} could not sign in: The SSO session has expired.`);
});

test('the Hugging Face token: missing, without its key, there', async () => {
  const gated = async (): Promise<readonly string[]> => say(await plan(openPorts(), order));
  expect(await gated()).toEqual([
    `Secret hf-token with key token is missing in namespace ${order.namespace}. Public models load without it; gated ones do not. Create it with: kubectl create secret generic hf-token --namespace ${order.namespace} --from-literal=token=…`,
  ]);
  await createSecret(order.namespace, 'hf-token', { token: 'hf_x' });
  expect(await gated()).toEqual([]);
});

test('a secret that pods cannot start without blocks, and so does a missing key of it', async () => {
  const documents = [podNeeding('hf-token')];
  const blockers = async (): Promise<readonly string[]> => {
    const planned = await planDocuments(openPorts(), order, documents);
    return blockersOf(planned).map((problem) => sayProblem(problem, planned.target));
  };
  expect(await blockers()).toEqual([
    `Secret hf-token is missing in namespace ${order.namespace}, and the pods of Deployment main do not start without it. Create it with: kubectl create secret generic hf-token --namespace ${order.namespace} --from-literal=token=…`,
  ]);
  await createSecret(order.namespace, 'hf-token', { hf_token: 'x' });
  expect(await blockers()).toEqual([
    `Secret hf-token in namespace ${order.namespace} has no key token, and the pods of Deployment main do not start without it. Add the key to the Secret.`,
  ]);
});

test('an object that the server refuses is named with the field', async () => {
  const text = `---
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 80
      futureField: 1
`;
  const planned = await planDocuments(openPorts(), order, [{ source: 'chart/web.yaml', text }]);
  expect(say(planned)).toEqual([
    'Service web: The API server refuses it: .spec.ports[port=80,protocol="TCP"].futureField: field not declared in schema.',
  ]);
  const bad = planned.objects.map(({ change }) => change);
  expect(bad).toEqual(['not-checkable']);
});

test('a field that another manager holds is named with the manager', async () => {
  const path = `/api/v1/namespaces/${order.namespace}/configmaps/settings`;
  const settings = (value: string): object => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'settings',
      annotations: {
        'meta.helm.sh/release-name': 'llama',
        'meta.helm.sh/release-namespace': order.namespace,
      },
    },
    data: { replicas: value },
  });
  await api.call('PATCH', `${path}?fieldManager=argocd`, settings('2'));
  const documents = [{ source: 'chart/settings.yaml', text: JSON.stringify(settings('1')) }];
  expect(say(await planDocuments(openPorts(), order, documents))).toEqual([
    'ConfigMap settings: .data.replicas belongs to argocd. Take the field out of the values, or let its manager give it up.',
  ]);
});

test('an object of nobody, or of another release, is not taken', async () => {
  const path = `/api/v1/namespaces/${order.namespace}/configmaps/settings`;
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' } };
  await api.call('PATCH', `${path}?fieldManager=kubectl`, settings);
  const documents = [{ source: 'chart/settings.yaml', text: JSON.stringify(settings) }];
  expect(say(await planDocuments(openPorts(), order, documents))).toEqual([
    'ConfigMap settings is in the cluster already and was not made by a Helm release. Choose another name, or delete it first.',
  ]);
});

test('a namespace on its way out', async () => {
  // A finalizer keeps the ConfigMap, and so the namespace.
  const path = `/api/v1/namespaces/${order.namespace}/configmaps/held`;
  const held = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'held', finalizers: ['example.com/hold'] },
  };
  await api.call('PATCH', `${path}?fieldManager=test`, held);
  await deleteNamespace(order.namespace);
  expect(say(await plan(openPorts(), order))).toContain(
    `Namespace ${order.namespace} is being deleted. Wait until it is gone, or deploy to another one.`,
  );
  await api.call('PATCH', path, { metadata: { finalizers: null } }, 'application/merge-patch+json');
});

test('what the server warns of is passed on', async () => {
  const resources = { limits: { memory: '1500m' } };
  const planned = await planDocuments(openPorts(), order, [deployment({ resources })]);
  expect(say(planned)).toEqual([
    'Deployment main: spec.template.spec.containers[0].resources.limits[memory]: fractional byte value "1500m" is invalid, must be an integer',
  ]);
});

test('a cluster without KubeRay', async () => {
  const planned = await plan(openPorts({ kubeconfig: bare.kubeconfig }), {
    ...order,
    files: [ray],
  });
  expect(say(planned)).toContain(
    'The cluster does not know the kind RayService (ray.io/v1), which RayService llama-32-1b-ray needs. Install the KubeRay operator with its CRDs: helm install kuberay-operator kuberay/kuberay-operator.',
  );
});

function say({ problems, target }: Plan): readonly string[] {
  return problems.map((problem) => sayProblem(problem, target));
}

async function planFailure(kubeconfig: string): Promise<string> {
  const ports = openPorts({ kubeconfig, mayRun: () => true });
  const release = { name: 'llama', namespace: order.namespace, values: {} };
  const chart = { metadata: { name: 'chart', version: '1.0.0' }, values: {}, templates: [] };
  const planned = await makePlan(ports, { release: { ...release, chart }, documents: [] });
  return planned.ok ? '' : sayPlanFailure(planned.failure, ports.cluster.target);
}

interface Difference {
  readonly token?: string;
  readonly server?: string;
  /** Empty for none. */
  readonly authority?: string;
  readonly user?: object;
}

/** The administrator's kubeconfig with one thing changed. */
function kubeconfigWith({ token, server, authority, user }: Difference): string {
  const { kubeconfig } = inject('controlPlane');
  const config = JSON.parse(readFileSync(kubeconfig, 'utf8')) as {
    clusters: [{ cluster: Record<string, string> }];
    users: [{ user: object }];
  };
  const { cluster } = config.clusters[0];
  if (server !== undefined) cluster['server'] = server;
  if (authority === '') delete cluster['certificate-authority-data'];
  if (token !== undefined) config.users[0].user = { token };
  if (user !== undefined) config.users[0].user = user;
  const file = join(folder, 'config');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

function podNeeding(secret: string): RenderedDocument {
  const env = [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: secret, key: 'token' } } }];
  return deployment({ env });
}

function deployment(container: object): RenderedDocument {
  const labels = { app: 'main' };
  const containers = [{ name: 'main', image: 'vllm/vllm-openai:v0.11.0', ...container }];
  const object = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'main' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
  return { source: 'chart/main.yaml', text: JSON.stringify(object) };
}

function readLines(file: string): readonly string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}
