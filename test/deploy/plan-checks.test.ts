import { expect, test } from 'vitest';
import { formatPlan } from '../../server/src/cli/formats/plan.ts';
import { applyPlan } from '../../server/src/deploy/apply/apply.ts';
import type { ApiRequest, Ports } from '../../server/src/deploy/cluster/ports.ts';
import type { RenderedDocument } from '../../server/src/deploy/objects/manifest.ts';
import { makePlan, type Plan } from '../../server/src/deploy/plan/plan.ts';
import { answered, memoryCluster, type MemoryCluster } from './memory-cluster.ts';
import { readYaml, stillClock } from './scenario.ts';

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'llama' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'llama' } },
    template: {
      metadata: { labels: { app: 'llama' } },
      spec: {
        containers: [{ name: 'vllm', resources: { limits: { 'nvidia.com/gpu': '4' } } }],
      },
    },
  },
};

test('what may not be looked at never fails a plan, and is said with the right that is missing', async () => {
  const cluster = memoryCluster();
  const closed = /^\/api\/v1\/(nodes|pods)$|resourcequotas|limitranges|horizontalpodautoscalers/;
  cluster.fault = ({ path }) => (closed.test(path) ? answered(403, { message: 'no' }) : undefined);
  const plan = await planFor(cluster, [documentOf(deployment)]);
  expect(formatPlan(plan, 'text').split('\n')).toEqual([
    'Release llama in namespace models of context test (https://test): 1 to create.',
    '  + Deployment llama',
    'Not checked: resource quota, because user me may not list resourcequotas in namespace models.',
    'Not checked: limit ranges, because user me may not list limitranges in namespace models.',
    'Not checked: room on the nodes, because user me may not list nodes and list pods in the cluster.',
    'Not checked: autoscalers, because user me may not list horizontalpodautoscalers.autoscaling in namespace models.',
    'Checked: API server (v1.35.4), namespace and release, kinds, rights to apply, rights to follow the rollout, dry run of each object, startup deadlines.',
    'Ready within about 40 min: allowed for loading the model 20 min (no startup probe limits it), image pull 14 min and a new node, if needed, 6 min.',
    '',
  ]);
  const { checks } = JSON.parse(formatPlan(plan, 'json')) as { checks: readonly object[] };
  expect(checks).toContainEqual({
    name: 'quota',
    title: 'resource quota',
    verdict: 'not-permitted',
    missingRights: [{ verb: 'list', resource: 'resourcequotas', namespace: 'models' }],
  });
});

test('each list is asked for once, and none that the plan has no use for', async () => {
  const cluster = memoryCluster();
  const asked: string[] = [];
  cluster.fault = ({ method, path }: ApiRequest) => {
    if (method === 'GET') asked.push(path);
    return undefined;
  };
  cluster.objects.set('/api/v1/nodes', { items: [] });
  cluster.objects.set('/api/v1/pods', { items: [] });
  await planFor(cluster, [documentOf(deployment)]);
  expect(asked.filter((path) => path === '/api/v1/pods')).toHaveLength(1);
  expect(asked.filter((path) => /leases|apps\/v1\/deployments$|storageclasses/.test(path))).toEqual(
    [],
  );
});

test('rights come in one answer for a namespace, and are asked one by one only where it is silent', async () => {
  const cluster = memoryCluster();
  const reviews: string[] = [];
  const all = { verbs: ['*'], apiGroups: ['*'], resources: ['*'] };
  cluster.fault = ({ path }) => {
    if (path.includes('/selfsubject')) reviews.push(path.slice(path.lastIndexOf('/') + 1));
    return path.endsWith('selfsubjectrulesreviews')
      ? answered(201, { status: { resourceRules: [all], incomplete: true } })
      : undefined;
  };
  const plan = await planFor(cluster, [documentOf(deployment)]);
  expect(reviews).toEqual(['selfsubjectrulesreviews']);
  expect(plan.problems).toEqual([]);
});

test('crds/ of a chart are made where they are absent, and are no part of the release', async () => {
  const cluster = memoryCluster();
  const path = '/apis/apiextensions.k8s.io/v1';
  cluster.objects.set(path, {
    resources: [{ kind: 'CustomResourceDefinition', name: 'customresourcedefinitions' }],
  });
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'gadgets.example.com' },
    spec: {
      ...{ group: 'example.com', scope: 'Namespaced', versions: [{ name: 'v1' }] },
      names: { kind: 'Gadget', plural: 'gadgets' },
    },
  };
  const documents = [documentOf(deployment), { ...documentOf(definition), isCrd: true }];
  const ports = portsOf(cluster);
  const plan = await planFor(cluster, documents);
  expect(plan.objects.map(({ change, ref }) => `${change} ${ref.kind}`)).toEqual([
    'create CustomResourceDefinition',
    'create Deployment',
  ]);
  // Memory takes no definition up by itself.
  const established = { conditions: [{ type: 'Established', status: 'True' }] };
  const made = `${path}/customresourcedefinitions/gadgets.example.com`;
  cluster.fault = (request) => {
    const stored = cluster.objects.get(made);
    return request.method === 'GET' && request.path === made && stored !== undefined
      ? answered(200, { ...stored, status: established })
      : undefined;
  };
  expect(await applyPlan(ports, plan)).toMatchObject({ kind: 'applied' });
  expect(cluster.objects.get(made)).toMatchObject({ metadata: { name: 'gadgets.example.com' } });
  expect(plan.release.manifest).not.toContain('CustomResourceDefinition');
  // Once the kind is served, a newer definition in the chart is left where it is.
  cluster.objects.set('/apis/example.com/v1', {
    resources: [{ kind: 'Gadget', name: 'gadgets', namespaced: true }],
  });
  const again = await planFor(cluster, documents);
  expect(again.objects.map(({ change, ref }) => `${change} ${ref.kind}`)).not.toContainEqual(
    expect.stringContaining('CustomResourceDefinition'),
  );
});

function documentOf(object: object): RenderedDocument {
  return { source: 'chart/templates/x.yaml', text: JSON.stringify(object) };
}

function portsOf(cluster: MemoryCluster): Ports {
  return { cluster, readYaml, clock: stillClock(() => Promise.resolve()) };
}

async function planFor(
  cluster: MemoryCluster,
  documents: readonly RenderedDocument[],
): Promise<Plan> {
  const chart = { metadata: { name: 'chart', version: '1.0.0' }, values: {}, templates: [] };
  const release = { name: 'llama', namespace: 'models', values: {}, chart };
  const planned = await makePlan(portsOf(cluster), { release, documents });
  if (!planned.ok) throw new Error(JSON.stringify(planned.failure));
  return planned.value;
}
