import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePlan } from '../../server/src/deploy/plan/plan.ts';
import type { Cluster } from '../../server/src/deploy/cluster/ports.ts';
import { systemClock } from '../../server/src/node/kubernetes/clock.ts';
import { connect } from '../../server/src/node/kubernetes/cluster.ts';
import { controlPlaneFolder } from '../control-plane/build.ts';
import { startControlPlane } from '../control-plane/control-plane.ts';
import { readYaml } from '../deploy/scenario.ts';
import { startCountingProxy } from './counting-proxy.ts';
import { throughReferenceClient } from './reference-client.ts';
import type { Row } from './row.ts';
import { spreadOf, type Spread } from './statistics.ts';

const rounds = 12;
const warmUp = 2;

/**
 * A plan of twelve objects that a real API server does not have yet, over a connection of its own each
 * time. The peer asks the same questions in the same order through the reference client.
 */
export async function measurePlanning(): Promise<readonly Row[]> {
  const binaries = controlPlaneFolder();
  if (!existsSync(join(binaries, 'control-plane'))) {
    console.log(
      '  Left out: no control plane is built here. npm run test:cluster builds it, with Go.',
    );
    return [];
  }
  const controlPlane = await startControlPlane(binaries, { withRay: false });
  const proxy = await startCountingProxy(controlPlane.server);
  const folder = mkdtempSync(join(tmpdir(), 'inference-charts-bench-'));
  try {
    const kubeconfig = join(folder, 'kubeconfig');
    const text = readFileSync(controlPlane.kubeconfig, 'utf8');
    writeFileSync(kubeconfig, text.replaceAll(controlPlane.server, proxy.url), { mode: 0o600 });
    const series = { ours: newSeries(), peer: newSeries() };
    for (let round = 0; round < warmUp + rounds; round++) {
      for (const [name, one] of Object.entries(series)) {
        const opened = proxy.connections();
        const cluster = name === 'ours' ? open(kubeconfig) : throughReferenceClient(kubeconfig);
        const { durationMs, requests } = await plan(cluster);
        if (round < warmUp) continue;
        one.durations.push(durationMs);
        one.requests.push(requests);
        one.connections.push(proxy.connections() - opened);
      }
    }
    return rowsOf(series.ours, series.peer);
  } finally {
    rmSync(folder, { recursive: true });
    proxy.close();
    await controlPlane.stop();
  }
}

interface Series {
  readonly durations: number[];
  readonly requests: number[];
  readonly connections: number[];
}

function newSeries(): Series {
  return { durations: [], requests: [], connections: [] };
}

function rowsOf(ours: Series, other: Series): readonly Row[] {
  const what = 'plan of 12 objects';
  const name = '@kubernetes/client-node';
  const row = (
    of: keyof Series,
    unit: string,
    come: (series: readonly number[]) => Spread | number,
  ) => ({
    ...{ what: of === 'durations' ? what : `${what}, ${of}`, unit, ours: come(ours[of]) },
    peer: { name, measured: come(other[of]) },
  });
  return [
    row('durations', 'ms', spreadOf),
    row('requests', '', (series) => Math.max(...series)),
    row('connections', '', (series) => Math.max(...series)),
  ];
}

async function plan(
  cluster: Cluster,
): Promise<{ readonly durationMs: number; readonly requests: number }> {
  let requests = 0;
  const counted: Cluster = {
    ...cluster,
    request: (request, signal) => {
      requests++;
      return cluster.request(request, signal);
    },
  };
  const begun = performance.now();
  const planned = await makePlan(
    { cluster: counted, clock: systemClock, readYaml },
    {
      release: {
        ...{ name: 'llama', namespace: 'default', values: {} },
        chart: { metadata: { name: 'chart', version: '1.0.0' }, values: {}, templates: [] },
      },
      documents,
    },
  );
  const durationMs = performance.now() - begun;
  await cluster.close();
  if (!planned.ok) throw new Error(`No plan was made: ${JSON.stringify(planned.failure)}`);
  const created = planned.value.objects.filter(({ change }) => change === 'create');
  if (created.length !== documents.length)
    throw new Error('The plan does not create every object.');
  return { durationMs, requests };
}

function open(kubeconfig: string): Cluster {
  const connected = connect({ kubeconfig });
  if (!connected.ok) throw new Error(`The kubeconfig is refused: ${connected.failure.kind}`);
  return connected.value;
}

/** Four models, each with its configuration, its Service and its Deployment. */
const documents = ['a', 'b', 'c', 'd'].flatMap((name) => {
  const labels = { app: name };
  const containers = [{ name: 'vllm', image: 'vllm/vllm-openai:v0.11.0' }];
  const template = { metadata: { labels }, spec: { containers } };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', data: { model: name } },
    { apiVersion: 'v1', kind: 'Service', spec: { selector: labels, ports: [{ port: 8000 }] } },
    {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment' },
      spec: { replicas: 1, selector: { matchLabels: labels }, template },
    },
  ].map((object) => ({
    source: `chart/templates/${object.kind}.yaml`,
    text: JSON.stringify({ ...object, metadata: { name } }),
  }));
});
