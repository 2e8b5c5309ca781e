import data from './data/neuron-devices.json' with { type: 'json' };

/** One Neuron chip, a "device" to Kubernetes. Memory in GiB (2^30 bytes). */
export interface NeuronDevice {
  /** `Inferentia`, `Inferentia2`, `Trainium`, `Trainium2`, `Trainium3`. */
  readonly name: string;
  /** Instance families that carry it: `inf2`, `trn1`, `trn1n`… */
  readonly families: readonly string[];
  /** Value of the node label `karpenter.k8s.aws/instance-accelerator-name`. */
  readonly karpenterName?: string;
  readonly physicalCoresPerDevice: number;
  /** Cores the runtime shows at its default setting (2 physical cores joined on trn2 and trn3). */
  readonly logicalCoresPerDevice: number;
  readonly hbmPerDeviceGiB: number;
  /** Whether cores can be joined in pairs or not (NEURON_LOGICAL_NC_CONFIG 1 or 2). */
  readonly hasLogicalCoreConfig: boolean;
  /** Tensor-parallel sizes of the current runtime, for a node big enough. Absent: no list found. */
  readonly tensorParallelDegrees?: readonly number[];
  /** Sizes that only older SDK pages list: unsure, so at most a warning. */
  readonly olderTensorParallelDegrees?: readonly number[];
}

export const neuronDevices: readonly NeuronDevice[] = Object.freeze(data.neuronDevices);

/** Finds a chip by name (`Inferentia2`) or by Karpenter label value (`inferentia2`). */
export function findNeuronDevice(name: string): NeuronDevice | undefined {
  const wanted = name.toLowerCase();
  return neuronDevices.find((device) => device.name.toLowerCase() === wanted);
}

/** GiB of device memory that one logical core owns at the default core setting. */
export function gibPerLogicalCore(device: NeuronDevice): number {
  return device.hbmPerDeviceGiB / device.logicalCoresPerDevice;
}

/**
 * Tensor-parallel sizes that the Neuron runtime supports with `logicalCores` cores at hand, rising.
 * Absent when no list is known for the chip (Inferentia, Trainium3).
 * Source: aws-neuron-sdk at 81ce03ae261e, nxd-inference/developer_guides/feature-guide.rst.
 */
export function tensorParallelDegrees(
  device: NeuronDevice,
  logicalCores: number,
): readonly number[] | undefined {
  return device.tensorParallelDegrees?.filter((degree) => degree <= logicalCores);
}

/**
 * Whether no SDK page, current or older, lists this size for the chip: such a size has never been
 * documented to work. False when no list is known.
 */
export function isUndocumentedDegree(device: NeuronDevice, degree: number): boolean {
  const known = device.tensorParallelDegrees;
  if (known === undefined) return false;
  return !known.includes(degree) && device.olderTensorParallelDegrees?.includes(degree) !== true;
}
