import { defaultGpuMemoryUtilization } from '../catalog/vllm-defaults.ts';
import type { InstanceType } from '../catalog/instance-types.ts';
import { rankCapacity } from '../model/devices.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { unmodelledFlagsOf } from '../model/unmodelled-flags.ts';
import { chosenModel, type ChosenModel } from './chosen-model.ts';
import { worldSize, type WorldSize } from './parallel-sizes.ts';

/** Weights that are larger than all memory that may hold them, whatever else the values say. */
export interface WeightsShortage {
  readonly model: ChosenModel;
  readonly weightsGiB: number;
  readonly world: WorldSize;
  readonly instance: InstanceType;
  readonly instanceType: Fact<string>;
  readonly room: RankRoom;
}

/** Memory that one rank may fill with weights. */
export interface RankRoom {
  readonly perRankGiB: number;
  readonly unit: 'core' | 'GPU';
  /** The share of GPU memory, when the values say one. */
  readonly fact: Fact<number> | undefined;
}

/** Sizes in the catalog are right to 2.5 %; below that a shortfall is not certain. */
const margin = 0.97;

/** Absent unless model, hardware and sizes are known and leave no doubt. */
export function weightsShortage(config: InferenceConfig): WeightsShortage | undefined {
  const { instanceType, known } = config;
  const { instance } = known;
  const model = chosenModel(config);
  const world = worldSize(config);
  const room = roomOf(config);
  const weightsGiB = model?.facts.weightsGiB;
  if (!world || !room || !model || !instanceType || !instance || weightsGiB === undefined)
    return undefined;
  if (!areWeightsSure(config) || weightsGiB * margin <= room.perRankGiB * world.ranks)
    return undefined;
  // More ranks than devices is another fault, which comes first.
  if (known.devices && world.ranks > rankCapacity(known.devices, instance).most) return undefined;
  return { model, weightsGiB, world, instance, instanceType, room };
}

function roomOf({
  accelerator,
  gpuMemoryUtilization: share,
  known,
}: InferenceConfig): RankRoom | undefined {
  const { instance, undecidedFlags } = known;
  if (instance === undefined || instance.acceleratorKind !== accelerator?.value) return undefined;
  if (instance.family === 'inf1') return undefined;
  if (instance.neuron)
    return { perRankGiB: instance.neuron.gibPerLogicalCore, unit: 'core', fact: undefined };
  if (instance.cudaVisibleGiB === undefined) return undefined;
  if (undecidedFlags.has('gpu-memory-utilization')) return undefined;
  if (share !== undefined && (share.value <= 0 || share.value > 1)) return undefined;
  const part = share?.value ?? defaultGpuMemoryUtilization(known.vllm);
  return { perRankGiB: instance.cudaVisibleGiB * part, unit: 'GPU', fact: share };
}

/** Anything that loads the weights in another form, or elsewhere, makes their size unknown. */
function areWeightsSure(config: InferenceConfig): boolean {
  const isSized = /^(disk|measured|computed)/.test(config.known.model?.weightsSource ?? '');
  return isSized && unmodelledFlagsOf(config, 'weights').length === 0;
}
