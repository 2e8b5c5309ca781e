import { describe, expect, it } from 'vitest';
import { rankCapacity } from '../../server/src/model/devices.ts';
import type { InferenceConfig } from '../../server/src/model/inference-config.ts';
import { judge } from '../lint/judge.ts';

describe('the devices of a pod', () => {
  it('come from the chart where the file is silent', () => {
    expect(devices('inference: {accelerator: neuron}')).toEqual('1 aws.amazon.com/neuron');
  });

  it('are those of the accelerator in force', () => {
    expect(devices(resources('neuron', 'limits: {nvidia.com/gpu: 4}'))).toBe('1 nvidia.com/gpu');
  });

  it.each([
    ['requests: {nvidia.com/gpu: 4}, limits: {nvidia.com/gpu: "4"}', '4 nvidia.com/gpu'],
    ['requests: {nvidia.com/gpu: 2000m}, limits: {nvidia.com/gpu: 2}', '2 nvidia.com/gpu'],
    ['requests: null, limits: {nvidia.com/gpu: 8}', '8 nvidia.com/gpu'],
  ])('are counted from %s', (written, expected) => {
    expect(devices(resources('gpu', written))).toBe(expected);
  });

  it.each([
    ['contradict each other', 'requests: {nvidia.com/gpu: 4}'],
    ['are not whole', 'requests: {nvidia.com/gpu: 0.5}, limits: {nvidia.com/gpu: 0.5}'],
    ['are none', 'requests: {nvidia.com/gpu: 0}, limits: {nvidia.com/gpu: 0}'],
    ['are dropped', 'requests: null, limits: null'],
    ['are of two kinds', 'limits: {nvidia.com/mig-1g.10gb: 1}'],
    ['are slices', 'requests: null, limits: {nvidia.com/gpu: null, nvidia.com/mig-1g.10gb: 1}'],
  ])('are not known when they %s', (_why, written) => {
    expect(devices(resources('gpu', written))).toBe('');
  });
});

describe('room for ranks', () => {
  it('is one a GPU', () => {
    expect(room('inference: {}')).toEqual({ usual: 1, most: 1 });
  });

  it('is two a device on Inferentia2, four or eight on Trainium2', () => {
    expect(room(neuron('inf2.xlarge'))).toEqual({ usual: 2, most: 2 });
    expect(room(neuron('trn2.3xlarge'))).toEqual({ usual: 4, most: 8 });
  });

  it('is at most eight a device while the chip is not known', () => {
    expect(room(neuron('trn9.48xlarge'))).toEqual({ usual: undefined, most: 8 });
  });
});

function config(text: string): InferenceConfig {
  return judge(text).analysis.config;
}

function devices(text: string): string {
  const request = config(text).known.devices;
  return request === undefined ? '' : `${request.count} ${request.resource}`;
}

function room(text: string): unknown {
  const { devices: request, instance } = config(text).known;
  return request && rankCapacity(request, instance);
}

function resources(accelerator: string, written: string): string {
  return `inference: {modelServer: {deployment: {resources: {${accelerator}: {${written}}}}}}`;
}

function neuron(type: string): string {
  return `inference: {accelerator: neuron, modelServer: {deployment: {instanceType: ${type}}}}`;
}
