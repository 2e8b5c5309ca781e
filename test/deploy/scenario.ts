import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { createTokenSecret } from '../../server/src/deploy/apply/create-token-secret.ts';
import { makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import { planRollback } from '../../server/src/deploy/rollback/plan-rollback.ts';
import { followRollout } from '../../server/src/deploy/rollout/rollout.ts';
import {
  sayApplyOutcome,
  sayPlan,
  sayProblem,
  sayRemark,
  sayRolloutOutcome,
  sayTokenCreated,
  sayTokenFailure,
  sayUninstallOutcome,
} from '../../server/src/deploy/sentences.ts';
import { readRelease, readReleases } from '../../server/src/deploy/status/read-releases.ts';
import { applyUninstall } from '../../server/src/deploy/uninstall/apply-uninstall.ts';
import { planUninstall } from '../../server/src/deploy/uninstall/plan-uninstall.ts';
import { readAnswer } from '../../server/src/deploy/cluster/refusal.ts';
import { isMap, listAt, mapAt, textAt } from '../../server/src/deploy/objects/json.ts';
import { withMetadata, type KubeObject } from '../../server/src/deploy/objects/kube-object.ts';
import { markOwned } from '../../server/src/deploy/objects/ownership.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { toValue } from '../../server/src/syntax/node.ts';

/**
 * A deployment from end to end, told in sentences. It runs against the real control plane, where its
 * exchanges are recorded, and against the recording: the same requests must be sent both times.
 */
export interface Scenario {
  readonly name: string;
  run(ports: Ports, namespace: string): Promise<readonly string[]>;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'install-repeat-update',
    run: async (ports, namespace) => {
      const order = (replicas: number): Order => ({ ports, namespace, replicas });
      return [
        ...(await deploy(order(1))),
        ...(await deploy(order(1))),
        ...(await deploy(order(2))),
      ];
    },
  },
  {
    name: 'refused-objects',
    run: async (ports, namespace) => {
      const broken = { ...service(), spec: { ports: [{ port: 80, futureField: 1 }] } };
      const unknown = { apiVersion: 'example.com/v1', kind: 'Gadget', metadata: { name: 'g' } };
      return tellPlan(await plan(ports, namespace, [broken, unknown]));
    },
  },
  {
    name: 'rollback-uninstall',
    run: async (ports, namespace) => {
      const told = await storeToken(ports, namespace);
      for (const model of ['one', 'two'])
        told.push(...(await deployObjects(ports, namespace, [settings(model), hub()])));
      const name = { release: 'llama', namespace };
      const back = await planRollback(ports, { name });
      if (!back.ok) throw new Error(JSON.stringify(back.failure));
      told.push(...tellPlan(back.value));
      told.push(sayApplyOutcome(await applyPlan(ports, back.value), back.value));
      const releases = await readReleases(ports, namespace);
      const release = await readRelease(ports, name);
      if (!releases.ok || !release.ok) throw new Error(JSON.stringify([releases, release]));
      told.push(`${String(release.value?.revision)} ${String(release.value?.status)}`);
      const removal = await planUninstall(ports, { name });
      if (!removal.ok) throw new Error(JSON.stringify(removal.failure));
      const gone = await applyUninstall(ports, removal.value);
      return [...told, sayUninstallOutcome(gone, removal.value)];
    },
  },
  {
    name: 'client-side',
    run: async (ports, namespace) => {
      const path = (place: string): string => `${place}/namespaces/${namespace}`;
      const before = withExtras(deployment(1));
      await createClientSide(ports, namespace, `${path('/apis/apps/v1')}/deployments`, before);
      await createClientSide(ports, namespace, `${path('/api/v1')}/services`, service());
      return [
        ...(await deploy({ ports, namespace, replicas: 1 })),
        ...(await deploy({ ports, namespace, replicas: 1 })),
      ];
    },
  },
];

/** As Helm 3 makes an object: created, under the name and with the marks of a release. */
async function createClientSide(
  { cluster }: Ports,
  namespace: string,
  path: string,
  object: KubeObject,
): Promise<void> {
  const answer = await cluster.request({
    method: 'POST',
    path,
    query: { fieldManager: 'helm' },
    body: JSON.stringify(markOwned(object, { release: 'llama', namespace })),
  });
  if (!readAnswer(answer).ok) throw new Error(JSON.stringify(answer));
}

async function storeToken({ cluster }: Ports, namespace: string): Promise<string[]> {
  const system = await cluster.request({
    method: 'GET',
    path: '/api/v1/namespaces/kube-system',
  });
  const clusterUid =
    (system.kind === 'answered' ? textAt(system.body, 'metadata', 'uid') : undefined) ?? '';
  const secret = { namespace, name: 'hf-token', key: 'token' };
  const { target } = cluster;
  const stored = await createTokenSecret(
    cluster,
    { target, clusterUid },
    { secret, token: 'no-token' },
  );
  return [stored.ok ? sayTokenCreated(secret) : sayTokenFailure(stored.failure, target)];
}

interface Order {
  readonly ports: Ports;
  readonly namespace: string;
  readonly replicas: number;
}

async function deploy({ ports, namespace, replicas }: Order): Promise<readonly string[]> {
  return deployObjects(ports, namespace, [service(), deployment(replicas)]);
}

async function deployObjects(
  ports: Ports,
  namespace: string,
  objects: readonly object[],
): Promise<readonly string[]> {
  const planned = await plan(ports, namespace, objects);
  const applied = await applyPlan(ports, planned);
  const rollout = await followRollout(ports, planned);
  return [
    ...tellPlan(planned),
    sayApplyOutcome(applied, planned),
    sayRolloutOutcome(rollout, planned),
  ];
}

function tellPlan(planned: Plan): readonly string[] {
  return [
    sayPlan(planned).replace(/\(\S+\)/, '(server)'),
    ...planned.objects.map((object) =>
      [object.change, object.ref.kind, object.ref.name, sayRemark(object)]
        .filter(Boolean)
        .join(' '),
    ),
    ...planned.problems.map((problem) => sayProblem(problem, planned.target)),
  ];
}

async function plan(ports: Ports, namespace: string, objects: readonly object[]): Promise<Plan> {
  const planned = await makePlan(ports, {
    release: {
      name: 'llama',
      namespace,
      chart: { metadata: { name: 'chart', version: '1.0.0' }, values: {}, templates: [] },
      values: {},
    },
    documents: objects.map((object, index) => ({
      source: `chart/templates/${String(index)}.yaml`,
      text: JSON.stringify(object),
    })),
  });
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  return planned.value;
}

/** Time stands still, so that the requests are the same each time; waiting is left to `sleep`. */
export function stillClock(sleep: Ports['clock']['sleep']): Ports['clock'] {
  return { now: () => Date.UTC(2026, 0, 1), sleep };
}

export function readYaml(text: string): unknown {
  const { root } = parse(text);
  return root === undefined ? undefined : toValue(root);
}

function settings(model: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { model } };
}

function hub(): object {
  const stringData = { token: 'no-token' };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'hub' }, stringData };
}

/** What a chart may set and drop again, among it what cannot stand beside what comes instead. */
function withExtras(object: KubeObject): KubeObject {
  const spec = mapAt(object, 'spec');
  const [container = {}] = listAt(spec, 'template', 'spec', 'containers').filter(isMap);
  const env = [{ name: 'DROPPED', value: '1' }];
  const pod = {
    containers: [
      { ...container, env },
      { ...container, name: 'dropped' },
    ],
  };
  return {
    ...withMetadata(object, { labels: { tier: 'dropped' }, annotations: { note: 'dropped' } }),
    spec: { ...spec, template: { ...mapAt(spec, 'template'), spec: pod } },
  };
}

function service(): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'llama' },
    spec: { selector: { app: 'llama' }, ports: [{ port: 8000, protocol: 'TCP' }] },
  };
}

function deployment(replicas: number): KubeObject {
  const labels = { app: 'llama' };
  const containers = [{ name: 'vllm', image: 'vllm/vllm-openai:v0.11.0' }];
  const template = { metadata: { labels }, spec: { containers } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'llama' },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
}
