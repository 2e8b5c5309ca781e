import { afterAll, describe, expect, test } from 'vitest';
import { at, refusal, renderChart, stopEngine } from './render.ts';

afterAll(stopEngine);

const ray =
  'inference: {framework: rayVllm, modelServer: {vllmVersion: "0.9.1"}, serviceName: chat}';

describe('names', () => {
  test('all begin with serviceName, so that any number of releases fit into a namespace', async () => {
    const { manifests } = await renderChart(ray);
    expect(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
      'ConfigMap/chat-fluent-bit',
      'ConfigMap/chat-serve-model',
      'Service/chat-metrics',
      'RayService/chat',
    ]);
    const names = manifests.map(({ metadata }) => metadata.name);
    const [, worker] = /"name":"(chat-serve-model)"/.exec(JSON.stringify(manifests)) ?? [];
    expect(names).toContain(worker);
  });

  test.each([
    ['too long for a RayService', 'rayVllm', 'a'.repeat(48), 'rayVllm allows 47'],
    ['too long for a Service', 'vllm', 'a'.repeat(64), 'vllm allows 63'],
  ])('%s are refused', async (_, framework, name) => {
    const message = await refusal(
      `inference: {framework: ${framework}, accelerator: neuron, serviceName: ${name}}`,
    );
    expect(message).toContain('serviceName');
  });
});

describe('the namespace', () => {
  const namespaces = async (values: string, namespace: string) => {
    const { manifests } = await renderChart(values, { namespace });
    return new Set(manifests.map(({ metadata }) => metadata.namespace));
  };
  const serving = 'inference: {serviceNamespace: serving}';

  test('is the same for every object', async () => {
    expect(await namespaces(ray, 'prod')).toEqual(new Set(['prod']));
  });

  test('is serviceNamespace when the release names none', async () => {
    expect(await namespaces(serving, 'default')).toEqual(new Set(['serving']));
    expect(await namespaces(serving, 'serving')).toEqual(new Set(['serving']));
  });

  test('is refused when the release and the values disagree', async () => {
    expect(await refusal(serving, { namespace: 'prod' })).toContain(
      'inference.serviceNamespace is "serving", but the release is installed into "prod"',
    );
  });
});

describe('the notes', () => {
  test.each([
    ['vllm', 'inference: {serviceName: chat}', 'deployment/chat'],
    ['rayVllm', ray, 'rayservice chat'],
  ])('of %s name the Service and the model that exist', async (_, values, workload) => {
    const { notes } = await renderChart([values, 'modelParameters: {modelId: acme/tiny}'], {
      namespace: 'prod',
    });
    expect(notes).toContain(workload);
    expect(notes).toContain('kubectl -n prod port-forward service/chat 8000:8000');
    expect(notes).toContain('http://chat.prod.svc.cluster.local:8000/v1');
    expect(notes).toContain('{"model": "acme/tiny"');
  });

  test('ask for the model by the name it is served under', async () => {
    const { notes } = await renderChart('modelParameters: {servedModelName: tiny}');
    expect(notes).toContain('{"model": "tiny"');
  });
});

test('what is neither gpu nor neuron, neither vllm nor rayVllm, is refused', async () => {
  expect(await refusal('inference: {accelerator: gpus}')).toMatch(/accelerator/);
  expect(await refusal('inference: {framework: vLLM}')).toMatch(/framework/);
});

test('every values key that a Deployment can have is used by it', async () => {
  const chart = await renderChart(
    'inference: {modelServer: {deployment: {podLabels: {a: b}, podAnnotations: {c: d}, extraVolumes: [{name: v, emptyDir: {}}], extraVolumeMounts: [{name: v, mountPath: /v}]}}}',
  );
  const template = at(chart.only('Deployment'), 'spec.template');
  expect(at(template, 'metadata')).toMatchObject({ labels: { a: 'b' }, annotations: { c: 'd' } });
  expect(at(template, 'spec.volumes.1.name')).toBe('v');
  expect(at(template, 'spec.containers.0.volumeMounts.1.mountPath')).toBe('/v');
});
