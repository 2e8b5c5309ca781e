import { instanceTypes, type InstanceType } from '../catalog/instance-types.ts';
import { gravitonTypes, type Machine } from '../catalog/machines.ts';
import { instancesThatFit, type InstanceFit } from '../fit/instance-fits.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Analysis } from './analysis.ts';
import type { ValueProposal } from './proposal.ts';

/** Instance types with the accelerator of the file; those that the model fits on first, smallest first. */
export function proposeInstanceTypes({ config }: Analysis): readonly ValueProposal[] {
  const accelerator = config.accelerator?.value;
  if (accelerator === 'graviton') return proposeGravitonTypes(config);
  const { model } = config.known;
  const { maxModelLen, maxNumSeqs, gpuMemoryUtilization } = config;
  const settings = {
    ...(maxModelLen && { maxModelLen: maxModelLen.value }),
    ...(maxNumSeqs && { maxNumSeqs: maxNumSeqs.value }),
    ...(gpuMemoryUtilization && { gpuMemoryUtilization: gpuMemoryUtilization.value }),
  };
  const fitting = model && accelerator ? instancesThatFit({ model, accelerator, settings }) : [];
  const fits = new Map(fitting.map((fit) => [fit.type.name, fit]));
  const others = instanceTypes
    .filter((type) => accelerator === undefined || type.acceleratorKind === accelerator)
    .filter(({ name, acceleratorModel }) => !fits.has(name) && acceleratorModel !== 'Inferentia')
    .toSorted((a, b) => totalGiB(a) - totalGiB(b) || a.vcpu - b.vcpu);
  return [...fitting.map(({ type }) => type), ...others].map((type) => ({
    value: type.name,
    kind: 'instance-type',
    detail: hardwareOf(type),
    documentation: documentationOf(type, fits.get(type.name), model?.id),
  }));
}

/** Those that have room for what the pod asks for first, the smallest before larger ones, new before old. */
function proposeGravitonTypes({ requests, limits }: InferenceConfig): readonly ValueProposal[] {
  const asked = (name: string) => (requests.get(name) ?? limits.get(name))?.value ?? 0;
  const [cpu, memory] = [asked('cpu'), asked('memory')];
  const hasRoom = ({ allocatable }: Machine) =>
    allocatable !== undefined &&
    allocatable.cpuMillis >= cpu * 1000 &&
    allocatable.memoryMi * 2 ** 20 >= memory;
  return gravitonTypes()
    .toSorted(
      (a, b) =>
        Number(hasRoom(b)) - Number(hasRoom(a)) ||
        a.memoryGiB - b.memoryGiB ||
        a.vcpu - b.vcpu ||
        generationOf(b) - generationOf(a),
    )
    .map((type) => ({
      value: type.name,
      kind: 'instance-type',
      detail: `Graviton, ${type.vcpu} vCPU, ${type.memoryGiB} GiB`,
      documentation: '',
    }));
}

/** 8 for m8g. */
function generationOf({ family }: Machine): number {
  return Number(/\d+/.exec(family)?.[0] ?? 0);
}

function totalGiB(type: InstanceType): number {
  return type.deviceCount * type.memoryPerDeviceGiB;
}

function hardwareOf(type: InstanceType): string {
  const { deviceCount, acceleratorModel, memoryPerDeviceGiB, vcpu, memoryGiB } = type;
  return `${deviceCount} × ${acceleratorModel} ${memoryPerDeviceGiB} GiB, ${vcpu} vCPU, ${memoryGiB} GiB`;
}

function documentationOf(
  { neuron, note }: InstanceType,
  fit: InstanceFit | undefined,
  model: string | undefined,
): string {
  const parts = [
    fit && model !== undefined
      ? `${model} fits with tensorParallelSize ${fit.tensorParallelSize}, by our estimate.`
      : undefined,
    neuron && `${neuron.logicalCores} NeuronCores in all.`,
    note,
  ];
  return parts.filter((part) => part !== undefined).join('\n\n');
}
