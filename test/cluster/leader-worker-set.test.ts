import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { Ports } from '../../server/src/deploy/cluster/ports.ts';
import type { RenderedDocument } from '../../server/src/deploy/objects/manifest.ts';
import { blockersOf, type Plan } from '../../server/src/deploy/plan/plan.ts';
import { followRollout, type RolloutOutcome } from '../../server/src/deploy/rollout/rollout.ts';
import { sayProgress, sayRolloutOutcome } from '../../server/src/deploy/sentences.ts';
import { readRelease } from '../../server/src/deploy/status/read-releases.ts';
import { applyUninstall } from '../../server/src/deploy/uninstall/apply-uninstall.ts';
import { planUninstall } from '../../server/src/deploy/uninstall/plan-uninstall.ts';
import { changesOf, planDocuments, root } from './deploying.ts';
import { expectHelm, helmTemplate } from './helm.ts';
import { reconcileSets } from './leader-worker-set-controller.ts';
import { leaderWorkerSetDefinition } from './leader-worker-set-definition.ts';
import {
  api,
  createNamespace,
  createPlainNode,
  deleteNamespace,
  deleteNode,
  exists,
  openPorts,
  until,
} from './world.ts';

/** The chart that renders LeaderWorkerSets, against their own definition, with the pods of their controller. */

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const definition = `${definitions}/leaderworkersets.leaderworkerset.x-k8s.io`;
const ports = openPorts();
let node: string;
let namespace: string;

beforeAll(async () => {
  const made = await api.call('POST', definitions, leaderWorkerSetDefinition(), 'application/yaml');
  expect(made.status, made.text).toBe(201);
  const list = '/apis/leaderworkerset.x-k8s.io/v1/leaderworkersets';
  await until('LeaderWorkerSet', () => exists(list));
  node = await createPlainNode();
});

afterAll(async () => {
  await deleteNode(node);
  await api.call('DELETE', definition);
  await ports.cluster.close();
});

beforeEach(async () => {
  namespace = await createNamespace();
});

afterEach(async () => {
  await deleteNamespace(namespace);
});

test('a LeaderWorkerSet is installed, updated a group at a time, pruned and uninstalled', async () => {
  const first = await planSet({ name: 'llama' });
  expect(changesOf(first)).toEqual(['create LeaderWorkerSet llama']);
  expect(first.budgets).toMatchObject([{ steps: 1 }]);
  const installed = await deploy(first);
  expect(installed.outcome.kind).toBe('ready');
  expect(installed.told.at(0)).toContain('waiting for the LeaderWorkerSet controller');
  expect(installed.told.at(-1)).toContain('2 of 2 groups ready');
  expect(changesOf(await planSet({ name: 'llama' }))).toEqual(['unchanged LeaderWorkerSet llama']);

  const second = await planSet({ name: 'llama', maxNumSeqs: 8 });
  expect(changesOf(second)).toEqual(['change LeaderWorkerSet llama']);
  expect(second.budgets).toMatchObject([{ steps: 2 }]);
  const updated = await deploy(second);
  expect(updated.outcome.kind).toBe('ready');
  // What the status says right after the update is of the groups before.
  expect(updated.told.at(0)).toContain('0 of 4 pods are of the new template');
  expect(updated.told.some((line) => line.includes('1 of 2 groups updated'))).toBe(true);

  const renamed = await planSet({ name: 'llama-renamed', maxNumSeqs: 8 });
  expect(changesOf(renamed)).toEqual([
    'create LeaderWorkerSet llama-renamed',
    'delete LeaderWorkerSet llama',
  ]);
  expect((await deploy(renamed)).outcome.kind).toBe('ready');
  expect(await exists(setPath('llama'))).toBe(false);

  const release = await readRelease(ports, { release: 'serving', namespace });
  if (!release.ok) throw new Error(JSON.stringify(release.failure));
  expect(release.value).toMatchObject({ revision: 3, status: 'deployed' });
  expect(await expectHelm('status', 'serving', '-n', namespace)).toContain('STATUS: deployed');

  const removal = await planUninstall(ports, { name: { release: 'serving', namespace } });
  if (!removal.ok) throw new Error(JSON.stringify(removal.failure));
  expect((await applyUninstall(ports, removal.value)).kind).toBe('uninstalled');
  expect(await exists(setPath('llama-renamed'))).toBe(false);
});

test('what the definition refuses is told before anything is written', async () => {
  const [document] = await render({ name: 'llama' });
  const text = (document?.text ?? '').replace('  replicas: 2', '  startupPolicy: Sometime');
  const planned = await planDocuments(ports, order(), [{ source: 'chart/set.yaml', text }]);
  expect(blockersOf(planned)).toMatchObject([
    { kind: 'object-refused', refusal: { kind: 'invalid' } },
  ]);
});

test.each([
  ['crash', /^Container vllm of pod llama-\d(-1)? keeps ending right after its start\./],
  [
    'image-pull-backoff',
    /^Image vllm\/vllm-openai:latest of pod llama-\d(-1)? cannot be pulled: \S/,
  ],
])('groups that %s are reported with their cause', async (outcome, sentence) => {
  const planned = await planSet({ name: 'llama', outcome });
  const stalled = await deploy(planned);
  expect(stalled.outcome).toMatchObject({ kind: 'stalled' });
  expect(sayRolloutOutcome(stalled.outcome, planned)).toMatch(sentence);
});

test('a LeaderWorkerSet that no controller looks after is reported', async () => {
  const planned = await planSet({ name: 'llama' });
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
  const outcome = await followRollout(
    withClock(() => Promise.resolve()),
    planned,
  );
  expect(sayRolloutOutcome(outcome, planned)).toBe(
    'No LeaderWorkerSet controller looks after LeaderWorkerSet llama. Check that it is installed and runs.',
  );
});

async function deploy(
  planned: Plan,
): Promise<{ readonly outcome: RolloutOutcome; readonly told: readonly string[] }> {
  expect(blockersOf(planned)).toEqual([]);
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
  const told: string[] = [];
  const outcome = await followRollout(
    withClock(() => reconcileSets(namespace)),
    planned,
    { onProgress: (progress) => told.push(sayProgress(progress)) },
  );
  return { outcome, told };
}

/** Each look at the rollout is followed by a step of the controller; two seconds pass by our clock. */
function withClock(step: () => Promise<void>): Ports {
  let now = 0;
  const sleep = async (ms: number): Promise<void> => {
    now += ms;
    await step();
  };
  return { ...ports, clock: { now: () => now, sleep } };
}

interface Wanted {
  readonly name: string;
  readonly maxNumSeqs?: number;
  /** What the fake kubelet makes of the pods (test/control-plane/stages.yaml). */
  readonly outcome?: string;
}

async function planSet(wanted: Wanted): Promise<Plan> {
  return planDocuments(ports, order(), await render(wanted));
}

function order(): { release: string; namespace: string; files: readonly string[] } {
  return { release: 'serving', namespace, files: [] };
}

async function render({
  name,
  maxNumSeqs = 4,
  outcome = 'ready',
}: Wanted): Promise<readonly RenderedDocument[]> {
  const chart = join(root, 'test', 'fixtures', 'charts', 'generation-0.2');
  const values = [
    'inference.framework=lws-vllm',
    `inference.serviceName=${name}`,
    `inference.serviceNamespace=${namespace}`,
    'inference.modelServer.deployment.replicas=2',
    'modelParameters.pipelineParallelSize=2',
    `modelParameters.maxNumSeqs=${String(maxNumSeqs)}`,
  ];
  const documents = await helmTemplate('serving', chart, [
    ...['--namespace', namespace],
    ...values.flatMap((value) => ['--set', value]),
    // The cluster of this test has no GPUs.
    ...[
      '--set-json',
      'inference.modelServer.deployment.resources.gpu={"requests":{"nvidia.com/gpu":null,"cpu":1},"limits":null}',
    ],
  ]);
  // The chart gives its pods no labels, and the fake kubelet goes by one.
  const labels = `workerTemplate:\n      metadata: { labels: { outcome: ${outcome} } }`;
  return documents.map(({ source, text }) => ({
    source,
    text: text.replace('workerTemplate:', labels),
  }));
}

function setPath(name: string): string {
  return `/apis/leaderworkerset.x-k8s.io/v1/namespaces/${namespace}/leaderworkersets/${name}`;
}
