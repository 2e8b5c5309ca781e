import { instanceTypes, type InstanceType } from '../catalog/instance-types.ts';
import type { AcceleratorKind } from '../catalog/accelerator.ts';
import type { ModelFacts } from '../catalog/models.ts';
import { tensorParallelDegrees } from '../catalog/neuron.ts';
import { instanceDevice } from './device.ts';
import { estimateFit } from './estimate.ts';
import type { KnownFit } from './fit.ts';
import type { ServingSettings } from './request.ts';

/** An instance type on which one replica fits, with the fewest devices that do. */
export interface InstanceFit {
  readonly type: InstanceType;
  readonly tensorParallelSize: number;
  /** Devices one replica asks for. */
  readonly deviceCount: number;
  /** Device memory of the whole instance, GiB: what the list is ordered by. */
  readonly instanceGiB: number;
  readonly fit: KnownFit;
}

export interface InstanceSearch {
  readonly model: ModelFacts;
  readonly accelerator: AcceleratorKind;
  readonly settings?: Omit<ServingSettings, 'tensorParallelSize' | 'pipelineParallelSize'>;
}

/**
 * Instance types on which the model fits with room ("tight" is left out), smallest first: by device
 * memory of the instance, then vCPUs, then name. There are no prices in our facts, and within AWS
 * accelerator families device memory is what an instance's size is made of; the order says "least
 * hardware", not "fewest dollars". Fractional GPUs, cards that lack the data type (bfloat16 needs compute
 * capability 8.0; nothing below 7.5 has a current vLLM build) and Inferentia (no vLLM) are left out.
 */
export function instancesThatFit(search: InstanceSearch): readonly InstanceFit[] {
  return instanceTypes
    .filter((type) => type.acceleratorKind === search.accelerator && canServe(type, search))
    .map((type) => smallestFit(type, search))
    .filter((fit) => fit !== undefined)
    .sort((left, right) => bySize(left.type, right.type));
}

/** Orders instance types as `instancesThatFit` does: by device memory in all, then vCPUs, then name. */
export function bySize(left: InstanceType, right: InstanceType): number {
  return (
    instanceGiB(left) - instanceGiB(right) ||
    left.vcpu - right.vcpu ||
    left.name.localeCompare(right.name)
  );
}

function instanceGiB(type: InstanceType): number {
  return type.deviceCount * (type.cudaVisibleGiB ?? type.memoryPerDeviceGiB);
}

/**
 * Tensor-parallel sizes that a model can use on `devices` GPUs, rising: those that divide its
 * attention heads, and its key-value heads or the other way round (vLLM at 017e9f4448,
 * config/model.py and layers/linear.py).
 */
export function gpuTensorParallelSizes(model: ModelFacts, devices: number): readonly number[] {
  const { attentionHeads, kvHeads } = model;
  return Array.from({ length: devices }, (_, index) => index + 1).filter(
    (size) =>
      attentionHeads % size === 0 &&
      (kvHeads === undefined || kvHeads % size === 0 || size % kvHeads === 0),
  );
}

function canServe(type: InstanceType, { model, settings }: InstanceSearch): boolean {
  if (type.neuron) return type.acceleratorModel !== 'Inferentia';
  const asked = settings?.dtype ?? 'auto';
  const dtype = asked === 'auto' ? model.dtype : asked;
  return (type.sm ?? 0) >= (dtype === 'bfloat16' ? 80 : 75);
}

function smallestFit(type: InstanceType, search: InstanceSearch): InstanceFit | undefined {
  const device = instanceDevice(type);
  if (device === undefined) return undefined;
  for (const tensorParallelSize of sizesFor(type, search.model)) {
    const fit = estimateFit({
      ...search.settings,
      model: search.model,
      device,
      tensorParallelSize,
    });
    if (fit.verdict === 'unknown') return undefined;
    if (fit.verdict !== 'fits') continue;
    const coresPerDevice = type.neuron?.logicalCoresPerDevice ?? 1;
    return {
      type,
      tensorParallelSize,
      deviceCount: Math.ceil(tensorParallelSize / coresPerDevice),
      instanceGiB: instanceGiB(type),
      fit,
    };
  }
  return undefined;
}

function sizesFor(type: InstanceType, model: ModelFacts): readonly number[] {
  if (type.neuron === undefined) return gpuTensorParallelSizes(model, type.deviceCount);
  const { device, logicalCores, placeableDeviceCounts, logicalCoresPerDevice } = type.neuron;
  return (tensorParallelDegrees(device, logicalCores) ?? []).filter((size) =>
    placeableDeviceCounts.includes(Math.ceil(size / logicalCoresPerDevice)),
  );
}
