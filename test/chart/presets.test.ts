import { readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { at, preset, renderChart, stopEngine } from './render.ts';

afterAll(stopEngine);

const deployment = ['Service', 'Deployment'];
const rayService = ['ConfigMap', 'ConfigMap', 'Service', 'RayService'];

const presets = readdirSync(new URL('../../presets/', import.meta.url));

test.each(presets)('%s renders', async (file) => {
  const text = preset(file);
  const chart = await renderChart(text);
  const isRay = text.includes('\n  framework: rayVllm\n');
  expect(chart.manifests.map(({ kind }) => kind)).toEqual(isRay ? rayService : deployment);
  const workload = chart.manifests.at(-1);
  const pod =
    at(workload, 'spec.template.spec') ??
    at(workload, 'spec.rayClusterConfig.workerGroupSpecs.0.template.spec');
  const [, instanceType] = /^ {6}instanceType: (\S+)$/m.exec(text) ?? [];
  expect(at(pod, 'nodeSelector')).toEqual({ 'node.kubernetes.io/instance-type': instanceType });
  // Every preset takes whole nodes, so none waits for the Neuron scheduler.
  expect(at(pod, 'schedulerName')).toBeUndefined();
  expect(at(pod, 'containers.0.image')).not.toMatch(/:latest$/);
  expect(chart.text).not.toMatch(/\de\+\d|<no value>|%!/);
});

test('three replicas of Llama 2 13B fill the twelve cores of their node', async () => {
  const chart = await renderChart(preset('values-llama-2-13b-ray-vllm-neuron.yaml'));
  const config = at(chart.only('RayService'), 'spec.serveConfigV2') as string;
  expect(config).toContain('min_replicas: 3');
  expect(config).toContain('neuron_cores: 4');
});
