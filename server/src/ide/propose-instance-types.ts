import { instanceTypes, type InstanceType } from '../catalog/instance-types.ts';
import { instancesThatFit, type InstanceFit } from '../fit/instance-fits.ts';
import type { Analysis } from './analysis.ts';
import type { ValueProposal } from './proposal.ts';

/** Instance types with the accelerator of the file; those that the model fits on first, smallest first. */
export function proposeInstanceTypes({ config }: Analysis): readonly ValueProposal[] {
  const accelerator = config.accelerator?.value;
  const { model } = config.known;
  const { maxModelLen, maxNumSeqs, gpuMemoryUtilization } = config;
  const settings = {
    ...(maxModelLen && { maxModelLen: maxModelLen.value }),
    ...(maxNumSeqs && { maxNumSeqs: maxNumSeqs.value }),
    ...(gpuMemoryUtilization && { gpuMemoryUtilization: gpuMemoryUtilization.value }),
  };
  const fitting =
    model && accelerator && accelerator !== 'graviton'
      ? instancesThatFit({ model, accelerator, settings })
      : [];
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
