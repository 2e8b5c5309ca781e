import type { DeviceRequest } from '../model/devices.ts';
import type { Fact } from '../model/merged-values.ts';
import { tell } from './blame.ts';

/** "1 GPU", "4 GPUs", "2 Neuron devices": as people say it, not as the resource is called. */
export function countDevices(count: number, unit: DeviceRequest['unit']): string {
  return plural(count, names[unit]);
}

/** "4 nvidia.com/gpu", "1 nvidia.com/gpu (the chart's default)". */
export function tellRequest({ facts, count, resource }: DeviceRequest): string {
  const [fact] = facts;
  return fact === undefined ? `${count} ${resource}` : tellAmount(fact, resource);
}

/** A number with its noun and where it comes from. */
export function tellAmount(fact: Fact, noun: string): string {
  return tell({ ...fact, value: `${String(fact.value)} ${noun}` });
}

/** "1 worker", "2 workers". */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const names: Readonly<Record<DeviceRequest['unit'], string>> = {
  gpu: 'GPU',
  'neuron-device': 'Neuron device',
  'neuron-core': 'Neuron core',
};
