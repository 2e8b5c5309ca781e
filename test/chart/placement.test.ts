import { afterAll, describe, expect, test } from 'vitest';
import { at, refusal, renderChart, stopEngine } from './render.ts';

afterAll(stopEngine);

const ray = 'framework: rayVllm, modelServer: {vllmVersion: "0.9.1"}';
const zone = 'topology.kubernetes.io/zone';
const labels = (component: string) => ({
  'app.kubernetes.io/name': 'inference',
  'app.kubernetes.io/instance': 'demo',
  'app.kubernetes.io/component': component,
});

async function podSpec(values: string): Promise<unknown> {
  return at((await renderChart(values)).only('Deployment'), 'spec.template.spec');
}

async function rayPods(values: string) {
  const cluster = at((await renderChart(values)).only('RayService'), 'spec.rayClusterConfig');
  return {
    head: at(cluster, 'headGroupSpec.template.spec'),
    headLabels: at(cluster, 'headGroupSpec.template.metadata.labels'),
    worker: at(cluster, 'workerGroupSpecs.0.template.spec'),
    workerLabels: at(cluster, 'workerGroupSpecs.0.template.metadata.labels'),
  };
}

describe('nodes', () => {
  test('of one instance type, and with the taint of the accelerator', async () => {
    const gpu = await podSpec(
      'inference: {modelServer: {deployment: {instanceType: g6.xlarge, nodeSelector: {pool: a}}}}',
    );
    expect(at(gpu, 'nodeSelector')).toEqual({
      'node.kubernetes.io/instance-type': 'g6.xlarge',
      pool: 'a',
    });
    expect(at(gpu, 'tolerations')).toEqual([
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    ]);
    const neuron = await podSpec(
      'inference: {accelerator: neuron, modelServer: {deployment: {tolerations: [{key: mine, operator: Exists}]}}}',
    );
    expect(at(neuron, 'tolerations')).toEqual([
      { key: 'aws.amazon.com/neuron', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'mine', operator: 'Exists' },
    ]);
  });

  test('the head neither asks for accelerators nor tolerates their taint', async () => {
    const { head, worker } = await rayPods(`inference: {${ray}}`);
    expect(at(head, 'tolerations')).toBeUndefined();
    expect(JSON.stringify(at(head, 'containers.0.resources'))).not.toContain('nvidia');
    expect(at(worker, 'tolerations.0.key')).toBe('nvidia.com/gpu');
  });
});

describe('the Neuron scheduler', () => {
  const scheduler = async (instanceType: string, count: number, own = '') => {
    const devices = `{aws.amazon.com/neuron: ${String(count)}}`;
    const spec = await podSpec(
      `inference: {accelerator: neuron, modelServer: {deployment: {${own} instanceType: ${instanceType}, resources: {neuron: {requests: ${devices}, limits: ${devices}}}}}}`,
    );
    return at(spec, 'schedulerName');
  };

  test('is asked for several but not all devices of a node', async () => {
    expect(await scheduler('inf2.24xlarge', 2)).toBe('my-scheduler');
    expect(await scheduler('trn1.32xlarge', 8)).toBe('my-scheduler');
  });

  test('is not asked for one device, for all of them, or where the node is not known', async () => {
    expect(await scheduler('inf2.24xlarge', 1)).toBeUndefined();
    expect(await scheduler('inf2.24xlarge', 6)).toBeUndefined();
    expect(await scheduler('inf9.24xlarge', 2)).toBeUndefined();
    expect(await scheduler('inf2.24xlarge', 2, 'schedulerName: neuron,')).toBe('neuron');
  });
});

describe('topology of a Deployment', () => {
  test('is as the values state it, with selectors that match its pods', async () => {
    const spec = await podSpec('');
    const labelSelector = { matchLabels: labels('model-server') };
    expect(at(spec, 'topologySpreadConstraints')).toEqual([
      { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
      { maxSkew: 1, topologyKey: zone, whenUnsatisfiable: 'DoNotSchedule', labelSelector },
    ]);
    expect(at(spec, 'affinity')).toEqual({
      podAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          { weight: 100, podAffinityTerm: { topologyKey: zone, labelSelector } },
        ],
      },
    });
  });

  test('keeps weights and selectors that are written', async () => {
    const own = '{matchLabels: {team: search}}';
    const spec = await podSpec(`inference: {modelServer: {deployment: {
      topologySpreadConstraints: {constraints: [{maxSkew: 2, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: ScheduleAnyway, labelSelector: ${own}}]},
      podAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 7, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: ${own}}}]}}}}`);
    expect(at(spec, 'topologySpreadConstraints')).toEqual([
      {
        maxSkew: 2,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: { team: 'search' } },
      },
    ]);
    expect(
      at(spec, 'affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution.0.weight'),
    ).toBe(7);
  });

  test.each([
    ['disabled', '{topologySpreadConstraints: {enabled: false}, podAffinity: {enabled: false}}'],
    ['removed', '{topologySpreadConstraints: null, podAffinity: null}'],
  ])('is absent when it is %s', async (_, deployment) => {
    const spec = await podSpec(`inference: {modelServer: {deployment: ${deployment}}}`);
    expect(at(spec, 'topologySpreadConstraints')).toBeUndefined();
    expect(at(spec, 'affinity')).toBeUndefined();
  });

  test('needs no selector', async () => {
    const spec = await podSpec(
      `inference: {modelServer: {deployment: {topologySpreadConstraints: {constraints: [{maxSkew: 1, topologyKey: ${zone}, whenUnsatisfiable: ScheduleAnyway, labelSelector: null}]}}}}`,
    );
    expect(at(spec, 'topologySpreadConstraints.0.labelSelector')).toEqual({
      matchLabels: labels('model-server'),
    });
  });
});

describe('topology of Ray', () => {
  test('selects by labels that the pods really have', async () => {
    const { head, headLabels, worker, workerLabels } = await rayPods(`inference: {${ray}}`);
    expect(headLabels).toEqual(labels('ray-head'));
    expect(workerLabels).toEqual(labels('ray-worker'));
    for (const pod of [head, worker])
      for (const [, selector] of JSON.stringify(pod).matchAll(/"labelSelector":(\{.*?\}\})/g))
        expect([{ matchLabels: headLabels }, { matchLabels: workerLabels }]).toContainEqual(
          JSON.parse(selector ?? ''),
        );
  });

  test('keeps workers of one cluster in one zone, next to the head if there is room', async () => {
    const { head, worker } = await rayPods(`inference: {${ray}}`);
    expect(at(head, 'topologySpreadConstraints')).toHaveLength(1);
    expect(at(worker, 'topologySpreadConstraints')).toHaveLength(2);
    // A cluster that replaces another one counts its own pods only.
    const matchLabelKeys = ['ray.io/cluster'];
    expect(at(worker, 'affinity.podAffinity')).toEqual({
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            topologyKey: zone,
            labelSelector: { matchLabels: labels('ray-head') },
            matchLabelKeys,
          },
        },
      ],
      requiredDuringSchedulingIgnoredDuringExecution: [
        {
          topologyKey: zone,
          labelSelector: { matchLabels: labels('ray-worker') },
          matchLabelKeys,
        },
      ],
    });
    // The hard constraint counts the one head: it never forces workers apart.
    expect(at(worker, 'topologySpreadConstraints.1.labelSelector.matchLabels')).toEqual(
      labels('ray-head'),
    );
  });

  test('is absent when it is disabled', async () => {
    const { head, worker } = await rayPods(
      'inference: {framework: rayVllm, modelServer: {vllmVersion: "0.9.1", deployment: {topologySpreadConstraints: {enabled: false}, podAffinity: {enabled: false}}}}',
    );
    for (const pod of [head, worker])
      expect([at(pod, 'topologySpreadConstraints'), at(pod, 'affinity')]).toEqual([
        undefined,
        undefined,
      ]);
  });
});

describe('resources', () => {
  const resources = async (gpu: string) =>
    at(
      await podSpec(`inference: {modelServer: {deployment: {resources: {gpu: ${gpu}}}}}`),
      'containers.0.resources',
    );

  test('name the device in requests and limits alike', async () => {
    expect(await resources('{}')).toEqual({
      requests: { 'nvidia.com/gpu': '1' },
      limits: { 'nvidia.com/gpu': '1' },
    });
    expect(
      await resources('{requests: {nvidia.com/gpu: 4}, limits: {nvidia.com/gpu: null}}'),
    ).toEqual({
      requests: { 'nvidia.com/gpu': '4' },
      limits: { 'nvidia.com/gpu': '4' },
    });
  });

  test('take numGpus where nothing names the device', async () => {
    const spec = await podSpec(
      '{modelParameters: {numGpus: 2}, inference: {modelServer: {deployment: {resources: {gpu: null}}}}}',
    );
    expect(at(spec, 'containers.0.resources.limits')).toEqual({ 'nvidia.com/gpu': '2' });
  });

  test('that contradict each other are refused with both numbers', async () => {
    expect(
      await refusal(
        'inference: {modelServer: {deployment: {resources: {gpu: {requests: {nvidia.com/gpu: 4}}}}}}',
      ),
    ).toContain('asks for 4 nvidia.com/gpu in requests, but allows 1 in limits');
  });

  test('of Ray pods always have CPU and memory limits, by which Ray sizes its nodes', async () => {
    const { head, worker } = await rayPods(`inference: {${ray}}`);
    expect(at(worker, 'containers.0.resources.limits')).toEqual({
      cpu: '3',
      memory: '12Gi',
      'nvidia.com/gpu': '1',
    });
    expect(at(head, 'containers.0.resources.limits')).toEqual({ cpu: '2', memory: '8Gi' });
  });
});
