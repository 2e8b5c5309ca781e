import {
  acceleratorOfResource,
  gpuResourceName,
  neuronCoreResourceName,
  neuronDeviceResourceName,
} from '../catalog/accelerator.ts';
import type { InstanceType } from '../catalog/instance-types.ts';
import type { Fact } from './merged-values.ts';

/** What one pod asks of the node's accelerator, once requests and limits agree on it. */
export interface DeviceRequest {
  readonly unit: 'gpu' | 'neuron-device' | 'neuron-core';
  /** `nvidia.com/gpu`, `aws.amazon.com/neuron`, `aws.amazon.com/neuroncore`. */
  readonly resource: string;
  /** Whole and at least 1. */
  readonly count: number;
  /** The limit and the request that say so, as far as they are written: one or two. */
  readonly facts: readonly Fact<number>[];
}

type Quantities = ReadonlyMap<string, Fact<number>>;

const units: Readonly<Record<string, DeviceRequest['unit']>> = {
  [gpuResourceName]: 'gpu',
  [neuronDeviceResourceName]: 'neuron-device',
  [neuronCoreResourceName]: 'neuron-core',
};

/**
 * The devices of one pod. Absent when none are asked for, when requests and limits contradict each
 * other, when a count is not whole, and when several kinds or slices of devices are asked for at
 * once: other rules speak of those faults, and counting on would repeat them.
 */
export function requestedDevices(
  requests: Quantities,
  limits: Quantities,
): DeviceRequest | undefined {
  const names = new Set(
    [...limits.keys(), ...requests.keys()].filter(
      (name) =>
        acceleratorOfResource(name) !== undefined &&
        ((limits.get(name)?.value ?? 0) > 0 || (requests.get(name)?.value ?? 0) > 0),
    ),
  );
  const [resource, ...others] = names;
  const unit = resource === undefined ? undefined : units[resource];
  if (resource === undefined || unit === undefined || others.length > 0) return undefined;
  const facts = [limits.get(resource), requests.get(resource)].filter((fact) => fact !== undefined);
  const count = facts[0]?.value;
  if (count === undefined || !Number.isInteger(count) || count < 1) return undefined;
  if (facts.some((fact) => fact.value !== count)) return undefined;
  return { unit, resource, count, facts };
}

/**
 * How many tensor-parallel ranks the devices have room for: one a GPU, one a Neuron core. `usual`
 * counts cores at the runtime's default setting, `most` at the finest; they differ only on chips
 * that can join cores in pairs. Without an instance type only `most` of any chip is sure.
 */
export function rankCapacity(
  devices: DeviceRequest,
  instance: InstanceType | undefined,
): { readonly usual: number | undefined; readonly most: number } {
  const { count, unit } = devices;
  if (unit !== 'neuron-device') return { usual: count, most: count };
  const chip = instance?.neuron;
  if (chip === undefined) return { usual: undefined, most: count * 8 };
  return { usual: count * chip.logicalCoresPerDevice, most: count * chip.physicalCoresPerDevice };
}
