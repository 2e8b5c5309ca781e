import data from './data/instance-types.json' with { type: 'json' };
import {
  gpuResourceName,
  neuronCoreResourceName,
  neuronDeviceResourceName,
  type AcceleratorKind,
} from './accelerator.ts';
import type { Allocatable } from './allocatable.ts';
import { findGpu, type Gpu } from './gpus.ts';
import { findNeuronDevice, gibPerLogicalCore, type NeuronDevice } from './neuron.ts';
import { withoutSageMaker } from './sagemaker-name.ts';

/** One EC2 instance type with accelerators. Sizes in GiB (2^30 bytes) unless the name says else. */
export interface InstanceType {
  readonly name: string;
  readonly family: string;
  readonly acceleratorKind: AcceleratorKind;
  /** Extended resource that counts whole devices. */
  readonly resourceName: string;
  /** Extended resource that counts Neuron cores; absent on GPUs. */
  readonly coreResourceName?: string;
  /** Devices a node offers under `resourceName` (1 for a fractional GPU, see `deviceFraction`). */
  readonly deviceCount: number;
  /** `A10G`, `H100`, `Inferentia2`… */
  readonly acceleratorModel: string;
  /** Nominal size of one device, or of the slice for a fractional GPU. */
  readonly memoryPerDeviceGiB: number;
  /** Total memory as CUDA reports it for one GPU. Absent: Neuron, fractional, or not found. */
  readonly cudaVisibleGiB?: number;
  /** Compute capability times 10 (89 for an L4). Absent on Neuron. */
  readonly sm?: number;
  readonly gpu?: Gpu;
  readonly neuron?: NeuronNode;
  /** Share of a card that one "GPU" is (g6f, gr6f). EC2 reports 0 GPUs for these types. */
  readonly deviceFraction?: number;
  readonly nvlink: boolean;
  readonly efaInterfaces?: number;
  readonly vcpu: number;
  readonly memoryGiB: number;
  readonly arch: 'amd64' | 'arm64';
  /** What pods can ask for in all, by Karpenter's estimate before DaemonSets. Absent: not known. */
  readonly allocatable?: Allocatable;
  readonly confidence: 'high' | 'medium';
  readonly note?: string;
}

/** The Neuron side of an instance type, at the runtime's default core setting. */
export interface NeuronNode {
  readonly device: NeuronDevice;
  readonly physicalCoresPerDevice: number;
  readonly logicalCoresPerDevice: number;
  readonly logicalCores: number;
  readonly hbmPerDeviceGiB: number;
  readonly gibPerLogicalCore: number;
  /** Device counts that the Neuron scheduler can place for one container, rising. */
  readonly placeableDeviceCounts: readonly number[];
  /** Whether the SDK documents that list for this type's scheduler (not so on trn2: warn only). */
  readonly isPlacementDocumented: boolean;
}

type InstanceRecord = Omit<(typeof data.instanceTypes)[number], 'arch' | 'confidence'> & {
  readonly arch: InstanceType['arch'];
  readonly confidence: InstanceType['confidence'];
  readonly nvlink?: boolean;
  readonly efaInterfaces?: number;
  readonly deviceFraction?: number;
  readonly allocatable?: Allocatable;
  readonly placeableDeviceCounts?: readonly number[];
  readonly placeableDeviceCountsCertain?: boolean;
  readonly note?: string;
};

const records = data.instanceTypes as readonly InstanceRecord[];

export const instanceTypes: readonly InstanceType[] = Object.freeze(
  records.map((record) => instanceType(record, record.name)),
);

const byName: ReadonlyMap<string, InstanceType> = new Map(
  instanceTypes.map((type) => [type.name, type]),
);

/**
 * Finds a type with devices by its exact name (`g5.xlarge`), or by the one that SageMaker HyperPod
 * labels its nodes with (`ml.g5.xlarge`); absent when we have no record of it.
 */
export function findInstanceType(name: string): InstanceType | undefined {
  const ec2Name = withoutSageMaker(name);
  if (ec2Name === name) return byName.get(name);
  const record = records.find((one) => one.name === ec2Name);
  return record && instanceType(record, name);
}

/** What is sure about a type from the letters before its dot, even when the size is unknown. */
export interface InstanceFamily {
  readonly name: string;
  readonly acceleratorKind: AcceleratorKind;
}

/**
 * The accelerator family of an instance type name: `g5` for `g5.xlarge` or for a size we have no
 * record of; NVIDIA for p* and g* except g4ad (AMD), Neuron for inf* and trn*. Absent for all other
 * families and for text that is not an instance type. Source: Karpenter v1.14.1 instance types.
 */
export function instanceFamily(typeName: string): InstanceFamily | undefined {
  const name = /^([a-z][a-z0-9-]*)\.[a-z0-9-]+$/.exec(withoutSageMaker(typeName))?.[1];
  if (name === undefined || name === 'g4ad') return undefined;
  if (/^(inf|trn)\d/.test(name)) return { name, acceleratorKind: 'neuron' };
  if (/^(p|g|gr)\d/.test(name)) return { name, acceleratorKind: 'gpu' };
  return undefined;
}

/** @param name the record's own, or SageMaker's for it. */
function instanceType(record: InstanceRecord, name: string): InstanceType {
  // HyperPod keeps other parts of a node for itself than Karpenter's estimate says.
  const allocatable = name === record.name ? record.allocatable : undefined;
  const shared = {
    name,
    family: record.family,
    deviceCount: record.deviceCount,
    acceleratorModel: record.accelerator,
    vcpu: record.vcpu,
    memoryGiB: record.memoryGiB,
    arch: record.arch,
    nvlink: record.nvlink ?? false,
    confidence: record.confidence,
    ...(allocatable && { allocatable }),
    ...(record.efaInterfaces !== undefined && { efaInterfaces: record.efaInterfaces }),
    ...(record.note !== undefined && { note: record.note }),
  };
  const device = findNeuronDevice(record.accelerator);
  return device
    ? { ...shared, ...neuronSide(record, device) }
    : { ...shared, ...gpuSide(record, findGpu(record.accelerator)) };
}

function gpuSide(record: InstanceRecord, gpu: Gpu | undefined) {
  if (gpu === undefined) throw new Error(`No GPU record for ${record.accelerator}`);
  const fraction = record.deviceFraction;
  const isWhole = fraction === undefined;
  return {
    acceleratorKind: 'gpu' as const,
    resourceName: gpuResourceName,
    memoryPerDeviceGiB: gpu.nominalGiB * (fraction ?? 1),
    gpu,
    ...(gpu.sm !== undefined && { sm: gpu.sm }),
    ...(isWhole && gpu.visibleGiB !== undefined && { cudaVisibleGiB: gpu.visibleGiB }),
    ...(fraction !== undefined && { deviceFraction: fraction }),
  };
}

function neuronSide(record: InstanceRecord, device: NeuronDevice) {
  return {
    acceleratorKind: 'neuron' as const,
    resourceName: neuronDeviceResourceName,
    coreResourceName: neuronCoreResourceName,
    memoryPerDeviceGiB: device.hbmPerDeviceGiB,
    neuron: {
      device,
      physicalCoresPerDevice: device.physicalCoresPerDevice,
      logicalCoresPerDevice: device.logicalCoresPerDevice,
      logicalCores: device.logicalCoresPerDevice * record.deviceCount,
      hbmPerDeviceGiB: device.hbmPerDeviceGiB,
      gibPerLogicalCore: gibPerLogicalCore(device),
      placeableDeviceCounts: record.placeableDeviceCounts ?? [],
      isPlacementDocumented: record.placeableDeviceCountsCertain ?? false,
    },
  };
}
