import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { applyPlan, type ApplyOutcome } from '../../server/src/deploy/apply/apply.ts';
import { patientCluster } from '../../server/src/deploy/cluster/patient-cluster.ts';
import type { ApiRequest, Cluster, Ports } from '../../server/src/deploy/cluster/ports.ts';
import type { Json } from '../../server/src/deploy/objects/json.ts';
import type { ObjectRef } from '../../server/src/deploy/objects/kube-object.ts';
import { makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import { revisionsIn } from '../../server/src/deploy/release/release-record.ts';
import { guardWrites } from '../../server/src/deploy/safety/write-guard.ts';
import { sayApplyOutcome } from '../../server/src/deploy/sentences.ts';
import { connect } from '../../server/src/node/kubernetes/cluster.ts';
import { systemClock } from '../../server/src/node/kubernetes/clock.ts';
import { writesIn, type AuditedWrite } from '../control-plane/audit.ts';
import { ensureControlPlane } from '../control-plane/build.ts';
import { startControlPlane, type ControlPlane } from '../control-plane/control-plane.ts';
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.ts';
import { accessOf, type Access } from './fault-matrix-world.ts';
import { readYaml } from '../deploy/scenario.ts';

/*
 * What can go wrong while a confirmed plan is applied, each on a real API server, brought about by what
 * brings it about in life. For every row: what is said to be written is what the API server's own audit
 * log has as written, nothing else of ours is in it, and no release is left pending.
 */

const parts = ['ConfigMap settings', 'Service web', 'Deployment main'];

interface Row {
  readonly fault: string;
  /**
   * Just before this write of the plan, in the words of `parts`; `record` is the release record, `apply`
   * before anything. `content of` is for an object that is first taken over from Helm's client-side apply.
   */
  readonly strikesBefore: string;
  strike(world: World): Promise<unknown>;
  /** The Deployment is there, with a label that goes, as Helm's client-side apply makes one. */
  readonly isClientSide?: boolean;
  /** Objects of the plan in place of the usual three. */
  readonly objects?: readonly Json[];
  readonly through?: 'proxy';
  /** Part of what the user is told. */
  readonly says: string | RegExp;
  readonly written: readonly string[];
  /** What the audit log has where that is more: an object that is taken over is written twice. */
  readonly audited?: readonly string[];
  /** Writes that the audit log has as refused, because the object was no longer as it was read. */
  readonly conflicts?: number;
  /** Where a row may end either way, both. */
  readonly record: readonly ('none' | 'failed' | 'deployed' | 'pending-install')[];
}

const rows: readonly Row[] = [
  {
    fault: '401: the account is deleted',
    strikesBefore: 'Deployment main',
    strike: ({ access }) => access.deleteAccount(),
    says: 'does not accept the credentials of user me. Sign in again.',
    written: ['ConfigMap settings', 'Service web'],
    // Nobody is let in to close it, and that is said.
    record: ['pending-install'],
  },
  {
    fault: '403: the right is taken away',
    strikesBefore: 'Deployment main',
    strike: ({ access }) => access.takeRight('apps', 'deployments'),
    says: /^Deployment main: Not permitted: deployments\.apps "main" is forbidden/,
    written: ['ConfigMap settings', 'Service web'],
    record: ['failed'],
  },
  {
    fault: '404: the kind is no longer served',
    strikesBefore: 'Widget w',
    strike: ({ access }) => access.deleteWidgets(),
    objects: [{ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } }],
    says: 'Widget w: Not found: 404 page not found.',
    written: [],
    record: ['failed'],
  },
  {
    fault: '409: another manager takes a field',
    strikesBefore: 'ConfigMap settings',
    strike: ({ access }) => access.applyAs('argocd', settings('theirs')),
    says: 'ConfigMap settings: .data.key belongs to argocd.',
    written: [],
    record: ['failed'],
  },
  {
    fault: '409: another deployment holds the release',
    strikesBefore: 'record',
    strike: ({ access }) => access.lockRelease('llama'),
    says: 'Somebody changed it in the same moment: secrets "sh.helm.release.v1.llama.v1" already exists. Nothing was written.',
    written: [],
    // Theirs, which is not ours to close.
    record: ['pending-install'],
  },
  {
    fault: '422: what was free is taken',
    strikesBefore: 'Service web',
    strike: ({ access }) => access.applyAs('them', service('theirs', 30_123)),
    objects: [settings('ours'), service('web', 30_123)],
    says: /^Service web: The API server refuses it: spec\.ports\[0\]\.nodePort: .*already allocated/,
    written: ['ConfigMap settings'],
    record: ['failed'],
  },
  {
    fault: '429: overloaded for a while',
    strikesBefore: 'Deployment main',
    strike: ({ access, afterRefusals }) => access.overload(afterRefusals),
    says: 'Release llama revision 1: wrote 3 objects.',
    written: parts,
    record: ['deployed'],
  },
  {
    fault: '500: an admission webhook is away',
    strikesBefore: 'Deployment main',
    strike: ({ access }) => access.breakAdmission(),
    says: /^Deployment main: The API server \S+ failed with 500: Internal error occurred: failed calling webhook/,
    written: ['ConfigMap settings', 'Service web'],
    record: ['failed'],
  },
  {
    fault: 'the connection is reset before the request arrives',
    strikesBefore: 'Deployment main',
    through: 'proxy',
    strike: ({ proxy }) => {
      proxy.cutNextRequest();
      return Promise.resolve();
    },
    says: 'Written: ConfigMap settings and Service web. Not written: Deployment main.',
    written: ['ConfigMap settings', 'Service web'],
    record: ['failed'],
  },
  {
    fault: 'the connection is reset before the answer arrives',
    strikesBefore: 'Deployment main',
    through: 'proxy',
    strike: ({ proxy }) => {
      proxy.cutNextAnswer();
      return Promise.resolve();
    },
    says: 'Release llama revision 1: wrote 3 objects.',
    written: parts,
    record: ['deployed'],
  },
  {
    fault: 'the answer to the release record is lost',
    strikesBefore: 'record',
    through: 'proxy',
    strike: ({ proxy }) => {
      proxy.cutNextAnswer();
      return Promise.resolve();
    },
    says: 'Release llama revision 1: wrote 3 objects.',
    written: parts,
    record: ['deployed'],
  },
  {
    fault: 'the API server is killed and started again',
    strikesBefore: 'Deployment main',
    strike: async ({ plane }) => {
      await plane.killServer();
      plane.restartServer();
    },
    says: 'Written: ConfigMap settings and Service web. Not written: Deployment main.',
    written: ['ConfigMap settings', 'Service web'],
    record: ['failed'],
  },
  {
    fault: 'the context is switched after the preview',
    strikesBefore: 'apply',
    strike: ({ kubeconfig }) => {
      switchContext(kubeconfig);
      return Promise.resolve();
    },
    says: 'Nothing was written, because the plan is out of date: the context was test and is now other.',
    written: [],
    record: ['none'],
  },
  {
    fault: 'the namespace is deleted before the first write',
    strikesBefore: 'record',
    strike: ({ access }) => access.deleteNamespace(),
    says: 'because it is being terminated',
    written: [],
    record: ['none'],
  },
  {
    fault: 'the namespace is deleted half-way',
    strikesBefore: 'Deployment main',
    strike: ({ access }) => access.deleteNamespace(),
    says: 'because it is being terminated',
    written: ['ConfigMap settings', 'Service web'],
    // Unless it is gone with its namespace already.
    record: ['failed', 'none'],
  },
  {
    fault: 'a status update comes in between, and the fields are taken over all the same',
    isClientSide: true,
    strikesBefore: 'Deployment main',
    strike: ({ access }) =>
      access.changeDeployment('main', { status: { observedGeneration: 0 } }, '/status'),
    says: 'Release llama revision 1: wrote 3 objects.',
    written: parts,
    audited: [...parts, 'Deployment main'],
    conflicts: 1,
    record: ['deployed'],
  },
  {
    fault: '409: somebody changes what is about to be taken over',
    isClientSide: true,
    strikesBefore: 'Deployment main',
    strike: ({ access }) => access.changeDeployment('main', { metadata: { labels: { a: 'b' } } }),
    says: 'Deployment main: Somebody changed it in the same moment: it is no longer as it was planned. Written: ConfigMap settings and Service web. Not written: Deployment main. Revision',
    written: ['ConfigMap settings', 'Service web'],
    conflicts: 1,
    record: ['failed'],
  },
  {
    fault: '409: another manager takes a field of what was just taken over',
    isClientSide: true,
    strikesBefore: 'content of Deployment main',
    strike: ({ access }) => access.changeDeployment('main', { spec: { replicas: 1 } }),
    says: /^Deployment main: \.spec\.replicas belongs to somebody\..* Not written: Deployment main\. Taken over from Helm's client-side apply, with its content as it was: Deployment main\./,
    written: ['ConfigMap settings', 'Service web'],
    audited: parts,
    record: ['failed'],
  },
  {
    fault: 'the answer to taking over is lost',
    isClientSide: true,
    strikesBefore: 'Deployment main',
    through: 'proxy',
    strike: ({ proxy }) => {
      proxy.cutNextAnswer();
      return Promise.resolve();
    },
    says: 'Release llama revision 1: wrote 3 objects.',
    written: parts,
    audited: [...parts, 'Deployment main'],
    record: ['deployed'],
  },
  {
    fault: 'a quota is exceeded',
    strikesBefore: 'Deployment main',
    strike: ({ access }) => access.exhaust('deployments.apps'),
    says: /^Deployment main: Not permitted: .*exceeded quota/,
    written: ['ConfigMap settings', 'Service web'],
    record: ['failed'],
  },
];

interface World {
  readonly plane: ControlPlane;
  readonly access: Access;
  readonly proxy: CuttingProxy;
  readonly kubeconfig: string;
  /** Called back when the product has been refused this often. */
  readonly afterRefusals: (count: number, then: () => Promise<unknown>) => void;
}

let plane: ControlPlane;
let proxy: CuttingProxy;
let folder: string;
let access: Access;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fault-matrix-'));
  const binaries = await ensureControlPlane((line) => {
    console.log(line);
  });
  plane = await startControlPlane(binaries, { withRay: false });
  proxy = await startCuttingProxy(plane.server);
});

afterAll(async () => {
  proxy.close();
  await plane.stop();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  access = await accessOf(plane);
});

describe('a fault in the middle of an apply', () => {
  test.each(rows.map((row) => [row.fault, row] as const))('%s', async (_fault, row) => {
    const kubeconfig = writeKubeconfig(row.through === 'proxy' ? proxy.url : plane.server);
    const struck = striking(open(kubeconfig), row, kubeconfig);
    if (row.isClientSide === true) await access.installClientSide('llama', clientSide());
    const plan = await planFor(struck.ports, row.objects);
    if (row.strikesBefore === 'apply') await struck.strike();
    struck.arm();
    const outcome = await applyPlan(struck.ports, plan);
    await struck.ports.cluster.close();

    expect(sayApplyOutcome(outcome, plan)).toMatch(row.says);
    expect(writtenOf(outcome)).toEqual(row.written);
    await expectAudited(plan, row.audited ?? row.written);
    if (row.conflicts !== undefined)
      // Controllers of the cluster may write a status of their own in between.
      expect(writesIn(plane.auditLog).filter(isConflict).length).toBeGreaterThanOrEqual(
        row.conflicts,
      );
    expect(row.record).toContain(await recordOf());
  });

  test.each([0, 1, 2, 3])('cancelled after %d of 3 objects', async (after) => {
    const struck = striking(open(writeKubeconfig(plane.server)));
    const { ports } = struck;
    const plan = await planFor(ports);
    struck.arm();
    const cancel = new AbortController();
    if (after === 0) cancel.abort();
    const outcome = await applyPlan(ports, plan, {
      signal: cancel.signal,
      onProgress: ({ done }) => {
        if (done === after - 1) cancel.abort();
      },
    });
    await ports.cluster.close();
    // After the last object there is nothing left to cancel.
    expect(outcome.kind).toBe(after === 3 ? 'applied' : 'cancelled');
    expect(writtenOf(outcome)).toEqual(parts.slice(0, after));
    await expectAudited(plan, parts.slice(0, after));
    expect(await recordOf()).toBe(['none', 'failed', 'failed', 'deployed'][after]);
  });

  test('a plan alone writes nothing', async () => {
    const { ports } = striking(open(writeKubeconfig(plane.server)));
    await expectAudited(await planFor(ports), []);
    await ports.cluster.close();
    expect(writesIn(plane.auditLog).filter(isHere)).toEqual([]);
  });
});

/** The API server's own word for it: these objects were written, the release record, and nothing else. */
async function expectAudited(plan: Plan, written: readonly string[]): Promise<void> {
  const names = new Map(plan.objects.map(({ path, ref }) => [path, nameOf(ref)]));
  const records = `/api/v1/namespaces/${access.namespace}/secrets/sh.helm.release.v1.llama.v1`;
  await expect
    .poll(
      () =>
        writesIn(plane.auditLog)
          .filter((write) => isHere(write) && write.status < 300)
          .map(({ path }) => names.get(path) ?? path)
          .filter((name) => name !== records),
      // The line is written when the answer is already on its way.
      { timeout: 30_000 },
    )
    .toEqual(written);
}

function isHere({ namespace }: AuditedWrite): boolean {
  return namespace === access.namespace;
}

function isConflict(write: AuditedWrite): boolean {
  return isHere(write) && write.status === 409;
}

async function recordOf(): Promise<string> {
  return revisionsIn(await access.secrets())[0]?.status ?? 'none';
}

function writtenOf(outcome: ApplyOutcome): readonly string[] {
  if ('uncertain' in outcome) expect(outcome.uncertain).toEqual([]);
  return 'written' in outcome ? outcome.written.map(nameOf) : [];
}

function nameOf({ kind, name }: ObjectRef): string {
  return `${kind} ${name}`;
}

interface Struck {
  readonly ports: Ports;
  arm(): void;
  strike(): Promise<unknown>;
}

/** The product's own connection, in front of which the row's fault happens at its time. */
function striking(cluster: Cluster, row?: Row, kubeconfig = ''): Struck {
  let isArmed = false;
  let refusals: { left: number; then: () => Promise<unknown> } | undefined;
  const world = {
    ...{ plane, access, proxy, kubeconfig },
    afterRefusals: (left: number, then: () => Promise<unknown>) => {
      refusals = { left, then };
    },
  };
  const strike = (): Promise<unknown> => row?.strike(world) ?? Promise.resolve();
  const struck: Cluster = {
    ...cluster,
    request: async (request, signal) => {
      if (isArmed && row !== undefined && isWriteOf(request, row.strikesBefore)) {
        isArmed = false;
        await strike();
      }
      const answer = await cluster.request(request, signal);
      const isRefused = answer.kind === 'answered' && answer.status === 429;
      if (isRefused && refusals !== undefined && --refusals.left === 0) await refusals.then();
      return answer;
    },
  };
  // A loaded machine needs longer to start an API server than a user's does.
  const clock = { ...systemClock, sleep: (ms: number) => systemClock.sleep(ms * 4) };
  const rules = { protectedContexts: [], readOnlyContexts: [] };
  const guarded = guardWrites(patientCluster(struck, clock), rules);
  return {
    ports: { cluster: guarded.cluster, clock, readYaml },
    arm: () => {
      guarded.guard.permit();
      isArmed = true;
    },
    strike,
  };
}

function isWriteOf(request: ApiRequest, what: string): boolean {
  const { method, path, contentType = '' } = request;
  if (what === 'record') return method === 'POST' && path.endsWith('/secrets');
  if (what.startsWith('content of '))
    return contentType.includes('apply-patch') && isWriteOf(request, what.slice(11));
  const [kind = '', name = ''] = what.toLowerCase().split(' ');
  return method === 'PATCH' && path.endsWith(`/${kind}s/${name}`);
}

function open(kubeconfig: string): Cluster {
  const connected = connect({ kubeconfig });
  if (!connected.ok) throw new Error(connected.failure.kind);
  return connected.value;
}

function writeKubeconfig(server: string): string {
  const config = JSON.parse(readFileSync(plane.kubeconfig, 'utf8')) as {
    clusters: [{ cluster: object }];
  };
  const { cluster } = config.clusters[0];
  const context = { cluster: 'test', user: 'me', namespace: access.namespace };
  const file = join(folder, access.namespace);
  writeFileSync(
    file,
    JSON.stringify({
      'current-context': 'test',
      clusters: [{ name: 'test', cluster: { ...cluster, server } }],
      users: [{ name: 'me', user: { token: access.token } }],
      contexts: [
        { name: 'test', context },
        { name: 'other', context },
      ],
    }),
  );
  return file;
}

function switchContext(kubeconfig: string): void {
  const text = readFileSync(kubeconfig, 'utf8');
  writeFileSync(kubeconfig, text.replace('"current-context":"test"', '"current-context":"other"'));
}

async function planFor(ports: Ports, objects: readonly Json[] = usual()): Promise<Plan> {
  const chart = { metadata: { name: 'chart', version: '1.0.0' }, values: {}, templates: [] };
  const made = await makePlan(ports, {
    release: { name: 'llama', namespace: access.namespace, chart, values: {} },
    documents: objects.map((one) => ({ source: 'chart/x.yaml', text: JSON.stringify(one) })),
  });
  if (!made.ok) throw new Error(JSON.stringify(made.failure));
  return made.value;
}

function usual(): readonly Json[] {
  const labels = { app: 'main' };
  const containers = [{ name: 'main', image: 'vllm/vllm-openai:v0.11.0' }];
  const template = { metadata: { labels }, spec: { containers } };
  const spec = { replicas: 0, selector: { matchLabels: labels }, template };
  return [
    settings('ours'),
    service('web'),
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'main' }, spec },
  ];
}

function clientSide(): Json {
  const main = usual().at(-1) ?? {};
  return { ...main, metadata: { name: 'main', labels: { tier: 'dropped' } } };
}

function settings(value: string): Json {
  const metadata = { name: 'settings' };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { key: value } };
}

function service(name: string, nodePort?: number): Json {
  const port = { port: 8000, protocol: 'TCP', ...(nodePort !== undefined && { nodePort }) };
  const spec = { type: nodePort === undefined ? 'ClusterIP' : 'NodePort', ports: [port] };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec };
}
