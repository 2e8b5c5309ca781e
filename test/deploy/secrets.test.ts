import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatPlan } from '../../server/src/cli/formats/plan.ts';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { makePlan } from '../../server/src/deploy/plan/plan.ts';
import { revisionsIn } from '../../server/src/deploy/release/release-record.ts';
import { withoutSecrets } from '../../server/src/deploy/safety/redact.ts';
import { sayApplyOutcome, sayPlanFailure } from '../../server/src/deploy/sentences.ts';
import { connect } from '../../server/src/node/kubernetes/cluster.ts';
import { answered, memoryCluster } from './memory-cluster.ts';
import { readYaml, stillClock } from './scenario.ts';

/** Each is planted in one place and looked for in everything that is said or kept. */
const planted = {
  bearer: 'planted-bearer-0123456789',
  secretBefore: 'planted-secret-before',
  secretAfter: 'planted-secret-after',
  variable: 'planted-variable',
  lastApplied: 'planted-last-applied',
  huggingFace: 'hf_plantedplantedplanted',
  argument: 'planted-argument',
  setting: 'hf_settingsettingsetting',
};

const forms = Object.values(planted).flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('base64'),
]);

test('a plan, what came of it, and refusals show nothing of what is secret', async () => {
  const cluster = memoryCluster();
  const place = '/api/v1/namespaces/models';
  const marks = {
    'meta.helm.sh/release-name': 'llama',
    'meta.helm.sh/release-namespace': 'models',
    'kubectl.kubernetes.io/last-applied-configuration': `{"data":"${planted.lastApplied}"}`,
  };
  cluster.objects.set('/api/v1', {
    resources: [
      { kind: 'Secret', name: 'secrets', namespaced: true },
      { kind: 'ConfigMap', name: 'configmaps', namespaced: true },
    ],
  });
  cluster.objects.set(`${place}/secrets/hub`, {
    ...{
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'hub', uid: '1', annotations: marks },
    },
    data: { token: Buffer.from(planted.secretBefore).toString('base64') },
  });
  const env = [{ name: 'HF_TOKEN', value: planted.variable }];
  const args = ['--port', '8000', '--api-key', planted.argument];
  const ports = { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
  const made = await makePlan(ports, {
    release: {
      ...{ name: 'llama', namespace: 'models', values: {} },
      chart: { metadata: { name: 'chart', version: '1.0.0' }, values: {}, templates: [] },
    },
    documents: [
      { apiVersion: 'v1', kind: 'Secret', stringData: { token: planted.secretAfter } },
      {
        ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
        spec: { template: { spec: { containers: [{ name: 'main', env, args }] } } },
      },
      { apiVersion: 'v1', kind: 'ConfigMap', data: { 'run.sh': `export HUB=${planted.setting}` } },
    ].map((object) => ({
      source: 'chart/x.yaml',
      text: JSON.stringify({ ...object, metadata: { name: 'hub' } }),
    })),
  });
  if (!made.ok) throw new Error(sayPlanFailure(made.failure, cluster.target));
  expect(made.value.objects.map(({ change }) => change)).toEqual(['change', 'create', 'create']);
  const echo = `Bearer ${planted.bearer} and ${planted.huggingFace} were refused`;
  cluster.fault = ({ method, path }) =>
    method === 'PATCH' && path.includes('deployments') ? answered(502, echo) : undefined;
  const outcome = await applyPlan(ports, made.value);
  const record = revisionsIn({ items: [...cluster.objects.values()] })[0]?.record['info'];
  expectClean([
    formatPlan(made.value, 'text'),
    formatPlan(made.value, 'json'),
    sayApplyOutcome(outcome, made.value),
    JSON.stringify(outcome),
    JSON.stringify(record),
  ]);
});

test('a proxy that answers with the request it got gives nothing away', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
  const server = createServer((request, response) => {
    response.writeHead(502, {
      'content-type': 'application/json',
      warning: `299 - "token ${planted.huggingFace}"`,
    });
    response.end(JSON.stringify({ message: JSON.stringify(request.headers) }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const kubeconfig = join(folder, 'config');
  const config = {
    'current-context': 'c',
    clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${String(port)}` } }],
    users: [{ name: 'u', user: { token: planted.bearer } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
  const connected = connect({ kubeconfig });
  if (!connected.ok) throw new Error(connected.failure.kind);
  const cluster = connected.value;
  const made = await makePlan(
    { cluster, readYaml, clock: stillClock(() => Promise.resolve()) },
    {
      release: {
        ...{ name: 'llama', namespace: 'models', values: {} },
        chart: { metadata: {}, values: {}, templates: [] },
      },
      documents: [],
    },
  );
  await cluster.close();
  server.close();
  rmSync(folder, { recursive: true });
  const told = made.ok ? '' : sayPlanFailure(made.failure, cluster.target);
  expect(told).toContain('failed with 502');
  expectClean([told, JSON.stringify(made), JSON.stringify(cluster.target)]);
});

test.each([
  ['Authorization: Bearer abc.def-ghi123', 'Authorization: Bearer (masked)'],
  ['token eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJrOHMifQ.c2lnbmF0dXJl end', 'token (masked) end'],
  ['k8s-aws-v1.aHR0cHM6Ly9zdHM', '(masked)'],
  ['the token hf_AbCdEfGhIjKlMnOp is not valid', 'the token (masked) is not valid'],
  ['proxy http://me:hunter2@proxy:3128 refused', 'proxy http://me:(masked)@proxy:3128 refused'],
  ['key AKIAIOSFODNN7EXAMPLE', 'key (masked)'],
  [
    'deployments.apps "bearer-of-tokens" is forbidden: https://api:6443/apis',
    'deployments.apps "bearer-of-tokens" is forbidden: https://api:6443/apis',
  ],
  ['No module named hf_transfer', 'No module named hf_transfer'],
])('%s', (text, clean) => {
  expect(withoutSecrets(text)).toBe(clean);
});

function expectClean(texts: readonly string[]): void {
  const found = texts.flatMap((text) => forms.filter((secret) => text.includes(secret)));
  expect(found).toEqual([]);
}
