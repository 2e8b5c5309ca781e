import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from './world.ts';

/** What a chart renders, by the value that chooses it: mostly before and after a change that drops what it set. */
export type Generations = Readonly<Record<string, readonly object[]>>;

/** A chart whose value `generation` chooses which of the objects it renders. */
export function writeChart(generations: Generations): string {
  const folder = scratchFolder('client-side-');
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: sample\nversion: 1.0.0\n');
  writeFileSync(join(folder, 'values.yaml'), 'generation: before\n');
  writeFileSync(
    join(folder, 'templates', 'objects.yaml'),
    '{{ .Files.Get (printf "%s.yaml" .Values.generation) }}\n',
  );
  for (const [name, objects] of Object.entries(generations))
    writeFileSync(
      join(folder, `${name}.yaml`),
      objects.map((one) => `---\n${JSON.stringify(one)}\n`).join(''),
    );
  return folder;
}

/** One object of every way in which fields are owned: maps, lists by key, sets, lists and maps as a whole. */
export const dropping: Generations = {
  before: [
    {
      ...object('v1', 'ConfigMap', {
        labels: { tier: 'old', kept: 'yes' },
        finalizers: ['example.com/guard'],
      }),
      data: { kept: '1', dropped: '2' },
    },
    {
      ...object('v1', 'ServiceAccount', { annotations: { note: 'dropped' } }),
      imagePullSecrets: [{ name: 'kept' }, { name: 'dropped' }],
    },
    {
      ...object('v1', 'Service', { annotations: { note: 'dropped' } }),
      spec: {
        selector: { app: 'llama', role: 'dropped' },
        sessionAffinity: 'ClientIP',
        sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } },
        ports: [
          { name: 'http', port: 80, targetPort: 8000 },
          { name: 'metrics', port: 80, protocol: 'UDP', targetPort: 9000 },
        ],
      },
    },
    deployment({
      metadata: { labels: { tier: 'old', kept: 'yes' }, annotations: { note: 'dropped' } },
      spec: { minReadySeconds: 5, revisionHistoryLimit: 3, replicas: 2 },
      podMetadata: { annotations: { scrape: 'true' } },
      pod: {
        nodeSelector: { disk: 'ssd', kept: 'yes' },
        tolerations: [{ key: 'gpu', operator: 'Exists' }],
        terminationGracePeriodSeconds: 60,
        securityContext: { runAsUser: 1000, fsGroup: 1000 },
        initContainers: [container('dropped-first', {})],
        volumes: [
          { name: 'kept', emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
          { name: 'dropped', emptyDir: {} },
        ],
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
          { maxSkew: 1, topologyKey: 'host', whenUnsatisfiable: 'ScheduleAnyway' },
        ],
        containers: [
          container('vllm', {
            args: ['--kept', '--dropped'],
            env: [
              { name: 'KEPT', value: '1' },
              { name: 'DROPPED', value: '2' },
            ],
            ports: [
              { name: 'http', containerPort: 8000 },
              { name: 'metrics', containerPort: 8000, protocol: 'UDP' },
            ],
            resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1' } },
            livenessProbe: { httpGet: { path: '/health', port: 8000 }, periodSeconds: 20 },
            volumeMounts: [
              { name: 'kept', mountPath: '/kept' },
              { name: 'dropped', mountPath: '/dropped' },
            ],
          }),
          container('dropped', { env: [{ name: 'A', value: '1' }] }),
        ],
      },
    }),
    {
      ...object('autoscaling/v2', 'HorizontalPodAutoscaler', { labels: { tier: 'old' } }),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' },
        minReplicas: 2,
        maxReplicas: 4,
        metrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
          },
        ],
        behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
      },
    },
    rayService({
      annotations: { note: 'dropped' },
      rayStartParams: { 'num-cpus': '0', 'dashboard-host': '0.0.0.0' },
      env: [
        { name: 'KEPT', value: '1' },
        { name: 'DROPPED', value: '2' },
      ],
      more: { rayVersion: '2.47.0' },
    }),
  ],
  after: [
    { ...object('v1', 'ConfigMap', { labels: { kept: 'yes' } }), data: { kept: '1' } },
    { ...object('v1', 'ServiceAccount', {}), imagePullSecrets: [{ name: 'kept' }] },
    {
      ...object('v1', 'Service', {}),
      spec: {
        selector: { app: 'llama' },
        ports: [{ name: 'http', port: 80, targetPort: 8000 }],
      },
    },
    deployment({
      metadata: { labels: { kept: 'yes' } },
      spec: {},
      podMetadata: {},
      pod: {
        nodeSelector: { kept: 'yes' },
        securityContext: { fsGroup: 1000 },
        volumes: [{ name: 'kept', emptyDir: { medium: 'Memory' } }],
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' },
        ],
        containers: [
          container('vllm', {
            args: ['--kept'],
            env: [{ name: 'KEPT', value: '1' }],
            ports: [{ name: 'http', containerPort: 8000 }],
            resources: { limits: { cpu: '1' } },
            livenessProbe: { httpGet: { path: '/health', port: 8000 } },
            volumeMounts: [{ name: 'kept', mountPath: '/kept' }],
          }),
        ],
      },
    }),
    {
      ...object('autoscaling/v2', 'HorizontalPodAutoscaler', {}),
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' },
        maxReplicas: 4,
      },
    },
    rayService({
      annotations: {},
      rayStartParams: { 'dashboard-host': '0.0.0.0' },
      env: [{ name: 'KEPT', value: '1' }],
      more: {},
    }),
  ],
};

/** What the API server refuses side by side: one of each pair must go before the other can come. */
export const swapping: Generations = {
  before: [
    deployment({
      metadata: {},
      spec: { replicas: 2, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } },
      podMetadata: {},
      pod: {
        volumes: [
          { name: 'cache', emptyDir: {} },
          { name: 'shm', emptyDir: { medium: 'Memory' } },
        ],
        containers: [
          container('vllm', {
            env: [
              { name: 'A', value: '1' },
              { name: 'B', value: '2' },
              { name: 'C', value: '3' },
            ],
            ports: [{ containerPort: 8000 }],
            readinessProbe: { httpGet: { path: '/health', port: 8000 } },
          }),
        ],
      },
    }),
  ],
  after: [
    deployment({
      metadata: { labels: { tier: 'new' } },
      spec: { strategy: { type: 'Recreate' } },
      podMetadata: {},
      pod: {
        volumes: [
          { name: 'shm', emptyDir: { medium: 'Memory' } },
          { name: 'cache', hostPath: { path: '/cache' } },
        ],
        containers: [
          container('vllm', {
            env: [
              { name: 'D', value: '4' },
              { name: 'C', value: '3' },
              { name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            ],
            ports: [{ containerPort: 8000 }],
            readinessProbe: { tcpSocket: { port: 8000 } },
          }),
          container('sidecar', {}),
        ],
      },
    }),
  ],
};

function object(apiVersion: string, kind: string, metadata: object): object {
  return { apiVersion, kind, metadata: { name: 'llama', ...metadata } };
}

/** Fields that the API server keeps under another name than the one they were set by. */
export const renaming: Generations = {
  before: [
    object('v1', 'ServiceAccount', {}),
    {
      ...object('v1', 'Secret', {}),
      stringData: { kept: 'text', changed: 'old', dropped: 'text' },
      data: { encoded: 'YQ==' },
    },
    deployment({
      ...{ metadata: {}, spec: {}, podMetadata: {} },
      pod: { serviceAccountName: 'llama', containers: [container('vllm', {})] },
    }),
  ],
  after: [
    object('v1', 'ServiceAccount', { labels: { changed: 'yes' } }),
    { ...object('v1', 'Secret', {}), stringData: { kept: 'text', changed: 'new' } },
    deployment({
      ...{ metadata: {}, spec: {}, podMetadata: {} },
      pod: { containers: [container('vllm', {})] },
    }),
  ],
};

/** Two objects, of which each change touches one. */
export const apart: Generations = {
  before: [settings({ kept: '1', dropped: '2' }), service(80)],
  after: [settings({ kept: '1' }), service(80)],
  later: [settings({ kept: '1' }), service(81)],
};

/** The same object in another version of its kind. */
export const inVersions: Generations = {
  before: [scaler('autoscaling/v1', { tier: 'dropped' })],
  after: [scaler('autoscaling/v2', {})],
};

function settings(data: object): object {
  return { ...object('v1', 'ConfigMap', {}), data };
}

function service(port: number): object {
  return {
    ...object('v1', 'Service', {}),
    spec: { selector: { app: 'llama' }, ports: [{ name: 'http', port }] },
  };
}

function scaler(apiVersion: string, labels: object): object {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' };
  return {
    ...object(apiVersion, 'HorizontalPodAutoscaler', { labels }),
    spec: { scaleTargetRef, maxReplicas: 4 },
  };
}

interface DeploymentParts {
  readonly metadata: object;
  readonly spec: object;
  readonly podMetadata: object;
  readonly pod: object;
}

function deployment({ metadata, spec, podMetadata, pod }: DeploymentParts): object {
  const labels = { app: 'llama' };
  return {
    ...object('apps/v1', 'Deployment', metadata),
    spec: {
      ...spec,
      selector: { matchLabels: labels },
      template: { metadata: { ...podMetadata, labels }, spec: pod },
    },
  };
}

function container(name: string, more: object): object {
  return { name, image: 'vllm/vllm-openai:v0.19.1', ...more };
}

interface RayParts {
  readonly annotations: object;
  readonly rayStartParams: object;
  readonly env: readonly object[];
  readonly more: object;
}

function rayService({ annotations, rayStartParams, env, more }: RayParts): object {
  // The empties are what the operator would write back.
  const container = { name: 'ray-head', image: 'rayproject/ray:2.47.0', env, resources: {} };
  const template = { metadata: {}, spec: { containers: [container] } };
  return {
    ...object('ray.io/v1', 'RayService', { annotations }),
    spec: {
      serveConfigV2: 'applications: []',
      rayClusterConfig: {
        ...more,
        headGroupSpec: { rayStartParams, template },
      },
    },
  };
}
