import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiRequest, Ports } from '../../server/src/deploy/cluster/ports.ts';
import { connect } from '../../server/src/node/kubernetes/cluster.ts';
import { memoryCluster } from './memory-cluster.ts';
import { readRecording } from './recording.ts';
import { startReplayServer, type ReplayServer } from './replay-server.ts';
import { recordedShapes } from './request-shape.ts';
import { readYaml, scenarios, stillClock } from './scenario.ts';
import { unrecorded } from './unrecorded.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('an installation, the same again, and an update', async () => {
  const { told, server } = await replay('install-repeat-update');
  const release =
    'Release llama in namespace recorded-install-repeat-update of context replay (server)';
  expect(told).toEqual([
    `${release}: 2 to create.`,
    'create Service llama',
    'create Deployment llama',
    'Release llama revision 1: wrote 2 objects.',
    'Deployment llama is ready.',
    `${release}: 2 unchanged.`,
    'unchanged Service llama',
    'unchanged Deployment llama',
    'Nothing to change: release llama is as planned (revision 1).',
    'Deployment llama is ready.',
    `${release}: 1 to change and 1 unchanged.`,
    'unchanged Service llama',
    'change Deployment llama',
    'Release llama revision 2: wrote 1 object.',
    'Deployment llama is ready.',
  ]);
  expect(server.strangers).toEqual([]);
  // Sixty requests and more go over the few connections that are kept.
  expect(server.connections()).toBeLessThanOrEqual(4);
});

test('objects that the server refuses or does not know', async () => {
  const { told, server } = await replay('refused-objects');
  expect(told).toEqual([
    'Release llama in namespace recorded-refused-objects of context replay (server): no objects.',
    'not-checkable Service llama',
    'The cluster does not know the kind Gadget (example.com/v1), which Gadget g needs. Install what defines it first.',
    'Service llama: The API server refuses it: .spec.ports[port=80,protocol="TCP"].futureField: field not declared in schema.',
  ]);
  expect(server.strangers).toEqual([]);
});

test('a token, a rollback and an uninstallation', async () => {
  const { told, server } = await replay('rollback-uninstall');
  const release =
    'Release llama in namespace recorded-rollback-uninstall of context replay (server)';
  expect(told).toEqual([
    'Secret hf-token in namespace recorded-rollback-uninstall now has the token under the key token.',
    `${release}: 2 to create.`,
    'create ConfigMap settings',
    'create Secret hub',
    'Release llama revision 1: wrote 2 objects.',
    'Nothing to wait for.',
    `${release}: 1 to change and 1 unchanged.`,
    'change ConfigMap settings',
    'unchanged Secret hub',
    'Release llama revision 2: wrote 1 object.',
    'Nothing to wait for.',
    `${release} back to revision 1: 1 to change and 1 unchanged.`,
    'change ConfigMap settings',
    'unchanged Secret hub',
    'Release llama revision 3: wrote 1 object.',
    '3 deployed',
    'Release llama is uninstalled. Deleted: ConfigMap settings and Secret hub.',
  ]);
  expect(server.strangers).toEqual([]);
});

test('a release that Helm made client-side is taken over, and what is dropped goes', async () => {
  const { told, server } = await replay('client-side');
  const release = 'Release llama in namespace recorded-client-side of context replay (server)';
  expect(told).toEqual([
    `${release}: 1 to change and 1 unchanged.`,
    'unchanged Service llama',
    `change Deployment llama Takes all fields over from Helm's client-side apply and removes what the chart no longer sets: .metadata.annotations.note, .metadata.labels.tier, .spec.template.spec.containers[name="dropped"] and .spec.template.spec.containers[name="vllm"].env.`,
    'Release llama revision 1: wrote 1 object.',
    'Deployment llama is ready.',
    `${release}: 2 unchanged.`,
    'unchanged Service llama',
    'unchanged Deployment llama',
    'Nothing to change: release llama is as planned (revision 1).',
    'Deployment llama is ready.',
  ]);
  expect(server.strangers).toEqual([]);
});

test('what is listed as not recorded is in no recording', () => {
  const recorded = recordedShapes();
  expect(Object.keys(unrecorded).filter((shape) => recorded.has(shape))).toEqual([]);
});

test('the fake cluster refuses a request of a shape that the real one never answered', () => {
  const cluster = memoryCluster();
  const path = '/api/v1/namespaces/models/services/llama';
  const query = { fieldManager: 'helm', fieldValidation: 'Strict', force: 'false' };
  const apply = { method: 'PATCH', path, query, body: '{}' } as const;
  const contentType = 'application/apply-patch+yaml';
  expect(() => cluster.request({ ...apply, contentType })).not.toThrow();
  const others: readonly ApiRequest[] = [
    apply,
    { ...apply, contentType, query: { ...query, dryRun: 'All', pretty: 'true' } },
    { ...apply, contentType, path: `${path}/status` },
    { ...apply, contentType, method: 'PUT' },
  ];
  for (const other of others)
    expect(() => cluster.request(other)).toThrow(
      'No exchange with a real API server is recorded for',
    );
});

async function replay(
  name: string,
): Promise<{ readonly told: readonly string[]; readonly server: ReplayServer }> {
  const scenario = scenarios.find((one) => one.name === name);
  if (scenario === undefined) throw new Error(`no scenario ${name}`);
  const server = await startReplayServer(readRecording(name));
  const connected = connect({ kubeconfig: kubeconfigFor(server.url) });
  if (!connected.ok) throw new Error(connected.failure.kind);
  const ports: Ports = {
    cluster: connected.value,
    clock: stillClock(() => Promise.resolve()),
    readYaml,
  };
  const told = await scenario.run(ports, `recorded-${name}`);
  await ports.cluster.close();
  server.close();
  return { told, server };
}

function kubeconfigFor(server: string): string {
  const file = join(folder, 'config');
  const config = {
    'current-context': 'replay',
    clusters: [{ name: 'replay', cluster: { server } }],
    users: [{ name: 'replay', user: { token: 'none' } }],
    contexts: [{ name: 'replay', context: { cluster: 'replay', user: 'replay' } }],
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}
