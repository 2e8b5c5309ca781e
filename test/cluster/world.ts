import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inject } from 'vitest';
import { findInstanceType } from '../../server/src/catalog/instance-types.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import { connect, type ConnectChoice } from '../../server/src/node/kubernetes/cluster.ts';
import { systemClock } from '../../server/src/node/kubernetes/clock.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { toValue } from '../../server/src/syntax/node.ts';
import { openApi, type Api } from '../control-plane/api.ts';
import { asLog } from '../control-plane/control-plane.ts';
import type { RayReport } from '../control-plane/fake-ray.ts';

export const api: Api = openApi({
  server: inject('controlPlane').server,
  certificate: inject('controlPlane').certificate,
  token: inject('controlPlane').adminToken,
});

/** The product's own connection to the shared control plane, as main.ts wires it. */
export function openPorts(choice: ConnectChoice = {}): Ports {
  const connected = connect({ kubeconfig: inject('controlPlane').kubeconfig, ...choice });
  if (!connected.ok) throw new Error(JSON.stringify(connected.failure));
  return { cluster: connected.value, clock: systemClock, readYaml };
}

export function readYaml(text: string): unknown {
  const { root, problems } = parse(text);
  return root === undefined || problems.some(isError) ? undefined : toValue(root);
}

function isError(problem: object): boolean {
  return 'severity' in problem && problem.severity === 'error';
}

/** A namespace of the test's own. */
export async function createNamespace(): Promise<string> {
  const name = `t-${randomBytes(4).toString('hex')}`;
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
  await create('/api/v1/namespaces', namespace);
  await until(`service account of ${name}`, () =>
    exists(`/api/v1/namespaces/${name}/serviceaccounts/default`),
  );
  return name;
}

/**
 * Ends what runs in a namespace and deletes it. Deleting it would do both, but Kubernetes begins with that
 * only after five seconds, while the next test wants the same nodes.
 */
export async function deleteNamespace(name: string): Promise<void> {
  const owners = [
    '/apis/leaderworkerset.x-k8s.io/v1/%/leaderworkersets',
    ...['rayservices', 'rayclusters'].map((kind) => `/apis/ray.io/v1/%/${kind}`),
    ...['deployments', 'statefulsets', 'replicasets'].map((kind) => `/apis/apps/v1/%/${kind}`),
  ];
  for (const owner of owners) await api.call('DELETE', owner.replace('%', `namespaces/${name}`));
  const pods = `/api/v1/namespaces/${name}/pods`;
  await until(`end of pods in ${name}`, async () => {
    await api.call('DELETE', `${pods}?gracePeriodSeconds=0`);
    const { items } = (await api.call('GET', pods)).json() as { items: readonly unknown[] };
    return items.length === 0;
  });
  await api.call('DELETE', `/api/v1/namespaces/${name}`);
}

/** A Ready node with what Karpenter estimates that pods can ask for on this type, and its usual taint. */
export async function createNode(instanceType: string): Promise<string> {
  const type = findInstanceType(instanceType);
  if (type?.allocatable === undefined) throw new Error(`unknown size of ${instanceType}`);
  const { cpuMillis, memoryMi, pods } = type.allocatable;
  const devices = {
    [type.resourceName]: String(type.deviceCount),
    ...(type.coreResourceName !== undefined && {
      [type.coreResourceName]: String(type.neuron?.logicalCores ?? 0),
    }),
  };
  return addNode({
    instanceType,
    allocatable: {
      cpu: `${String(cpuMillis)}m`,
      memory: `${String(memoryMi)}Mi`,
      pods: String(pods),
      ...devices,
    },
    taints: [{ key: type.resourceName, value: 'true', effect: 'NoSchedule' }],
  });
}

/** A node without devices, where Ray heads run. */
export async function createPlainNode(): Promise<string> {
  const allocatable = { cpu: '64', memory: '256Gi', pods: '250' };
  return addNode({ instanceType: 'm7i.16xlarge', allocatable, taints: [] });
}

export async function deleteNode(name: string): Promise<void> {
  await api.call('DELETE', `/api/v1/nodes/${name}`);
}

interface NodeShape {
  readonly instanceType: string;
  readonly allocatable: Readonly<Record<string, string>>;
  readonly taints: readonly object[];
}

async function addNode({ instanceType, allocatable, taints }: NodeShape): Promise<string> {
  const name = `${instanceType.replace('.', '-')}-${randomBytes(3).toString('hex')}`;
  await create('/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/arch': 'amd64',
        'node.kubernetes.io/instance-type': instanceType,
        'topology.kubernetes.io/zone': 'us-east-1a',
      },
    },
    spec: { taints },
    status: { capacity: allocatable, allocatable },
  });
  // Until the not-ready taint is gone, the first scheduling event tells of that taint.
  await until(`Ready node ${name}`, async () => {
    const { spec, status } = (await read(`/api/v1/nodes/${name}`)) as {
      spec: { taints?: { key: string }[] };
      status: { conditions?: { type: string; status: string }[] };
    };
    const isReady = status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True');
    const isHeld = spec.taints?.some(({ key }) => key.startsWith('node.kubernetes.io/'));
    return isReady === true && isHeld !== true;
  });
  return name;
}

export async function createSecret(
  namespace: string,
  name: string,
  values: Readonly<Record<string, string>>,
): Promise<void> {
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData: values };
  await create(`/api/v1/namespaces/${namespace}/secrets`, secret);
}

/** What the Ray dashboards of a namespace report from now on, in place of "everything runs". */
export async function reportFromRay(namespace: string, report: RayReport): Promise<void> {
  const url = `${inject('controlPlane').rayUrl}/report/${namespace}`;
  await fetch(url, { method: 'PUT', body: JSON.stringify(report) });
}

/** Leads the ports of a pod to a port of this machine, in place of the model that answers everywhere. */
export async function forwardPod(namespace: string, pod: string, port: number): Promise<void> {
  await create(`/apis/kwok.x-k8s.io/v1alpha1/namespaces/${namespace}/portforwards`, {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'PortForward',
    metadata: { name: pod },
    spec: { forwards: [{ target: { address: '127.0.0.1', port } }] },
  });
}

export interface PodLogs {
  readonly current?: readonly string[];
  /** Of the container's last life. */
  readonly previous?: readonly string[];
}

/** A folder that goes when the control plane ends. */
export function scratchFolder(prefix: string): string {
  return mkdtempSync(join(dirname(inject('controlPlane').kubeconfig), prefix));
}

/** What the containers of a pod have printed, by line. */
export async function logPod(
  namespace: string,
  pod: string,
  { current = [], previous = [] }: PodLogs,
): Promise<void> {
  const folder = scratchFolder('pod-logs-');
  const file = (name: string, lines: readonly string[]): string => {
    const path = join(folder, name);
    writeFileSync(path, asLog(lines));
    return path;
  };
  await create(`/apis/kwok.x-k8s.io/v1alpha1/namespaces/${namespace}/logs`, {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Logs',
    metadata: { name: pod },
    spec: {
      logs: [
        {
          logsFile: file('current.log', current),
          previousLogsFile: file('previous.log', previous),
        },
      ],
    },
  });
}

/** Names of the pods of a namespace, once there are `count` of them. */
export async function podsOf(namespace: string, count = 1): Promise<readonly string[]> {
  let names: readonly string[] = [];
  await until(`${String(count)} pods in ${namespace}`, async () => {
    const list = (await read(`/api/v1/namespaces/${namespace}/pods`)) as {
      items: { metadata: { name: string } }[];
    };
    names = list.items.map(({ metadata }) => metadata.name);
    return names.length >= count;
  });
  return names;
}

export async function read(path: string): Promise<unknown> {
  const answer = await api.call('GET', path);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer.json();
}

export async function exists(path: string): Promise<boolean> {
  return (await api.call('GET', path)).status === 200;
}

export async function create(path: string, object: object): Promise<void> {
  const answer = await api.call('POST', path, object, 'application/json');
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
}

export async function until(what: string, check: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const isDone = await check();
    if (isDone) return;
    await sleep(100);
  }
  throw new Error(`never saw: ${what}`);
}

export function textOf(path: string): string {
  return readFileSync(path, 'utf8');
}
