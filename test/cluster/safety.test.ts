import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, test } from 'vitest';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import { blockersOf } from '../../server/src/deploy/plan/plan.ts';
import type { ApiRequest, Ports } from '../../server/src/deploy/cluster/ports.ts';
import { sayApplyOutcome, sayProblem } from '../../server/src/deploy/sentences.ts';
import { openShell } from '../cli/command-line.ts';
import { plan, root, type Order } from './deploying.ts';
import { helm } from './helm.ts';
import { api, createNamespace, deleteNamespace, openPorts, read } from './world.ts';

const preset = join(root, 'presets/values-llama-32-1b-vllm.yaml');
let order: Order;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubeconfigs-'));
  order = { release: 'llama', namespace: await createNamespace(), files: [preset] };
});

afterEach(async () => {
  rmSync(folder, { recursive: true });
  await deleteNamespace(order.namespace);
});

test('a context switched after the preview writes nothing', async () => {
  const kubeconfig = twoContexts('test');
  const ports = openPorts({ kubeconfig });
  const planned = await plan(ports, order);
  writeFileSync(
    kubeconfig,
    readFileSync(kubeconfig, 'utf8').replace(
      '"current-context":"test"',
      '"current-context":"prod"',
    ),
  );
  const outcome = await applyPlan(ports, planned);
  expect(sayApplyOutcome(outcome, planned)).toBe(
    'Nothing was written, because the plan is out of date: the context was test and is now prod. Plan again.',
  );
  expect(await written()).toEqual([]);
});

test('an explicit context does not care what the current one is', async () => {
  const kubeconfig = twoContexts('test');
  const ports = openPorts({ kubeconfig, context: 'test' });
  const planned = await plan(ports, order);
  writeFileSync(
    kubeconfig,
    readFileSync(kubeconfig, 'utf8').replace(
      '"current-context":"test"',
      '"current-context":"prod"',
    ),
  );
  expect((await applyPlan(ports, planned)).kind).toBe('applied');
});

test('an object that somebody else changed after the preview is named, and nothing is written', async () => {
  const ports = openPorts();
  await applyPlan(ports, await plan(ports, order));
  const planned = await plan(ports, { ...order, set: ['modelParameters.maxNumSeqs=8'] });
  const path = `/apis/apps/v1/namespaces/${order.namespace}/deployments/llama-32-1b`;
  await api.call('PATCH', path, { spec: { replicas: 0 } }, 'application/merge-patch+json');
  const outcome = await applyPlan(ports, planned);
  expect(sayApplyOutcome(outcome, planned)).toBe(
    'Nothing was written, because the plan is out of date: Deployment llama-32-1b changed in the cluster. Plan again.',
  );
  expect(await revisions()).toMatchObject([{ revision: 1, status: 'deployed' }]);
});

test('a release that moved on after the preview is not overwritten', async () => {
  const ports = openPorts();
  const planned = await plan(ports, order);
  await applyPlan(ports, await plan(ports, order));
  const outcome = await applyPlan(ports, planned);
  expect(outcome.kind).toBe('stale');
  expect(sayApplyOutcome(outcome, planned)).toContain('the release was at revision 0 and is at 1');
});

test('cancelled half-way: what was written is listed, the record says failed, the next run goes on', async () => {
  const ports = openPorts();
  const cancel = new AbortController();
  const planned = await plan(ports, order);
  const outcome = await applyPlan(ports, planned, {
    signal: cancel.signal,
    onProgress: ({ ref }) => {
      if (ref.kind === 'Service') cancel.abort();
    },
  });
  expect(sayApplyOutcome(outcome, planned)).toBe(
    'Cancelled. Written: Service llama-32-1b. Not written: Deployment llama-32-1b. Revision 1 of the release is recorded as failed.',
  );
  expect(await written()).toEqual(['Service llama-32-1b']);
  expect(await revisions()).toMatchObject([
    { revision: 1, status: 'failed', description: 'Cancelled by the user after 1 of 2 objects' },
  ]);
  const again = await applyPlan(ports, await plan(ports, order));
  expect(again).toMatchObject({ kind: 'applied', revision: 2 });
});

test('a server that dies half-way: the record is closed as far as it can be, and the sentence says so', async () => {
  const ports = openPorts();
  const planned = await plan(ports, order);
  const unlock = `inference-charts unlock llama --context test --namespace ${order.namespace}`;
  const dying = failing(
    ports,
    ({ path, method }) => method === 'PATCH' && path.includes('deployments'),
  );
  const outcome = await applyPlan(dying, planned);
  expect(outcome).toMatchObject({
    kind: 'failed',
    written: [{ kind: 'Service' }],
    notWritten: [],
    uncertain: [{ kind: 'Deployment' }],
    record: 'left-pending',
  });
  expect(sayApplyOutcome(outcome, planned)).toContain(
    `Not known whether written: Deployment llama-32-1b. Revision 1 of the release could not be recorded as failed and still says pending. To clear it: ${unlock}`,
  );
  const blocked = await plan(openPorts(), order);
  expect(blockersOf(blocked).map((problem) => sayProblem(problem, blocked.target))).toEqual([
    `Revision 1 of the release is pending-install: another operation (install/upgrade/rollback) is in progress. If it was interrupted, mark it as failed first: ${unlock}`,
  ]);
  // The command that was told, as a shell would split it.
  const shell = openShell({});
  const { kubeconfig } = inject('controlPlane');
  const words = [...unlock.split(' ').slice(1), '--kubeconfig', kubeconfig, '--yes'];
  expect(await shell.run(...words)).toMatchObject({ code: 0 });
  shell.dispose();
  expect(blockersOf(await plan(openPorts(), order))).toEqual([]);
});

/** From the first request that matches on, the connection is cut after sending. */
function failing(ports: Ports, matches: (request: ApiRequest) => boolean): Ports {
  let isDead = false;
  return {
    ...ports,
    clock: { now: () => ports.clock.now(), sleep: () => Promise.resolve() },
    cluster: {
      ...ports.cluster,
      request: (request, signal) => {
        isDead ||= matches(request);
        return isDead
          ? Promise.resolve({ kind: 'unreachable', reason: 'read ECONNRESET', wasSent: true })
          : ports.cluster.request(request, signal);
      },
    },
  };
}

function twoContexts(current: string): string {
  const config = JSON.parse(readFileSync(inject('controlPlane').kubeconfig, 'utf8')) as {
    contexts: { name: string; context: object }[];
  };
  const [context] = config.contexts;
  const contexts = [context, { ...context, name: 'prod' }];
  const file = join(folder, 'config');
  writeFileSync(file, JSON.stringify({ ...config, contexts, 'current-context': current }));
  return file;
}

/** Everything of the chart's that is in the namespace. */
async function written(): Promise<string[]> {
  const place = `namespaces/${order.namespace}`;
  const kinds = {
    Service: `/api/v1/${place}/services`,
    Deployment: `/apis/apps/v1/${place}/deployments`,
  };
  const lists = await Promise.all(
    Object.entries(kinds).map(async ([kind, path]) => {
      const { items } = (await read(path)) as { items: { metadata: { name: string } }[] };
      return items.map(({ metadata }) => `${kind} ${metadata.name}`);
    }),
  );
  return lists.flat();
}

async function revisions(): Promise<unknown> {
  const { stdout } = await helm('history', 'llama', '--namespace', order.namespace, '-o', 'json');
  return JSON.parse(stdout);
}
