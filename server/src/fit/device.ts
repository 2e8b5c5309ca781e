import type { Gpu } from '../catalog/gpus.ts';
import type { InstanceType } from '../catalog/instance-types.ts';
import type { FitDevice, GpuDevice } from './request.ts';

/**
 * The GPU as the estimator sees it. Where no log shows what CUDA reports, 92 % of the nominal size
 * is taken: the measured cards show 91 to 99 %.
 */
export function gpuDevice(gpu: Gpu): GpuDevice {
  return {
    kind: 'gpu',
    name: gpu.name,
    totalGiB: gpu.visibleGiB ?? 0.92 * gpu.nominalGiB,
    isMeasured: gpu.visibleGiB !== undefined,
    ...(gpu.sm !== undefined && { sm: gpu.sm }),
  };
}

/** One device of an instance type. Absent for fractional GPUs: what a slice shows is not known. */
export function instanceDevice(type: InstanceType): FitDevice | undefined {
  if (type.neuron) {
    return {
      kind: 'neuron',
      name: type.acceleratorModel,
      device: type.neuron.device,
      hostMemoryGiB: type.memoryGiB,
    };
  }
  return type.gpu && type.deviceFraction === undefined ? gpuDevice(type.gpu) : undefined;
}
