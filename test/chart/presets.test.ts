import { afterAll, expect, test } from 'vitest';
import { at, preset, renderChart, stopEngine } from './render.ts';

afterAll(stopEngine);

const deployment = ['Service', 'Deployment'];
const rayService = ['ConfigMap', 'ConfigMap', 'Service', 'RayService'];

const presets: readonly (readonly [string, readonly string[], string])[] = [
  ['values-autoscaling-ray-vllm.yaml', rayService, 'g6.2xlarge'],
  ['values-deepseek-r1-distill-llama-8b-ray-vllm-gpu.yaml', rayService, 'g5.2xlarge'],
  ['values-deepseek-r1-distill-llama-8b-vllm-neuron.yaml', deployment, 'inf2.8xlarge'],
  ['values-llama-2-13b-ray-vllm-neuron.yaml', rayService, 'inf2.24xlarge'],
  ['values-llama-3-70b-ray-vllm-neuron.yaml', rayService, 'trn1.32xlarge'],
  ['values-llama-31-8b-ray-vllm-neuron.yaml', rayService, 'inf2.8xlarge'],
  ['values-llama-31-8b-vllm-neuron.yaml', deployment, 'inf2.8xlarge'],
  ['values-llama-32-1b-ray-vllm.yaml', rayService, 'g6.2xlarge'],
  ['values-llama-32-1b-vllm.yaml', deployment, 'g6.xlarge'],
  ['values-llama-4-scout-17b-vllm.yaml', deployment, 'p5.48xlarge'],
  ['values-mistral-small-24b-ray-vllm.yaml', rayService, 'g6.12xlarge'],
];

test.each(presets)('%s renders', async (file, kinds, instanceType) => {
  const chart = await renderChart(preset(file));
  expect(chart.manifests.map(({ kind }) => kind)).toEqual(kinds);
  const workload = chart.manifests.at(-1);
  const pod =
    at(workload, 'spec.template.spec') ??
    at(workload, 'spec.rayClusterConfig.workerGroupSpecs.0.template.spec');
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
