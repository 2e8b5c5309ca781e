import { findInstanceType, type InstanceType } from '../catalog/instance-types.ts';
import { findCpuType, type Machine } from '../catalog/machines.ts';
import type { ModelFacts } from '../catalog/models.ts';
import { tensorParallelDegrees } from '../catalog/neuron.ts';
import type { Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';

/** What the catalog knows of the value at `path`: an instance type's hardware, a model's shape. */
export function explainValue({ config }: Analysis, path: Path): string | undefined {
  const at = path.join('.');
  const { instanceType, known, modelId, tensorParallelSize } = config;
  if (instanceType !== undefined && at === instanceType.path.join('.')) {
    const found = findInstanceType(instanceType.value);
    if (found !== undefined) return explainInstance(found);
    const plain = findCpuType(instanceType.value);
    return plain && explainCpuType(plain);
  }
  if (modelId !== undefined && at === modelId.path.join('.')) {
    return known.model && explainModel(known.model);
  }
  if (tensorParallelSize !== undefined && at === tensorParallelSize.path.join('.'))
    return explainParallel(config);
  return undefined;
}

function explainInstance(type: InstanceType): string {
  const { deviceCount, acceleratorModel, memoryPerDeviceGiB, neuron, vcpu, memoryGiB } = type;
  const devices = `${deviceCount} × ${acceleratorModel}`;
  const memory = neuron
    ? `${neuron.hbmPerDeviceGiB} GiB each, ${neuron.logicalCores} NeuronCores for tensorParallelSize`
    : `${type.cudaVisibleGiB ?? memoryPerDeviceGiB} GiB each${type.cudaVisibleGiB === undefined ? '' : ' as CUDA sees it'}`;
  const host = `${vcpu} vCPU, ${memoryGiB} GiB`;
  return `${type.name}: ${devices}, ${memory}; ${host}.${freeOf(type)}`;
}

function explainCpuType(type: Machine): string {
  const { name, arch, vcpu, memoryGiB } = type;
  const processors = arch === 'arm64' ? 'Graviton (arm64)' : 'x86 (amd64)';
  return `${name}: ${vcpu} vCPU of ${processors}, ${memoryGiB} GiB, no accelerator.${freeOf(type)}`;
}

function freeOf({ allocatable }: Machine): string {
  if (allocatable === undefined) return '';
  const { cpuMillis, memoryMi } = allocatable;
  return ` A pod can ask for about ${(cpuMillis / 1000).toFixed(1)} CPU and ${(memoryMi / 1024).toFixed(0)} GiB of it.`;
}

function explainModel(model: ModelFacts): string {
  const { parametersB, layers, attentionHeads, kvHeads, maxPositionEmbeddings, weightsGiB } = model;
  const facts = [
    `${Number(parametersB.toFixed(2))} billion parameters`,
    `${layers} layers`,
    `${attentionHeads} attention heads${kvHeads === undefined ? '' : `, ${kvHeads} KV heads`}`,
    ...(maxPositionEmbeddings === undefined
      ? []
      : [`context up to ${maxPositionEmbeddings} tokens`]),
    ...(weightsGiB === undefined ? [] : [`weights ${weightsGiB} GiB`]),
    ...(model.isGated === true ? ['gated: needs a Hugging Face token'] : []),
  ];
  return `${model.id}: ${facts.join(', ')}.`;
}

/** The sizes that this model and this hardware allow. */
function explainParallel({ accelerator, known, modelId, instanceType }: Analysis['config']) {
  const type = instanceType && findInstanceType(instanceType.value);
  if (accelerator?.value === 'graviton') return undefined;
  if (accelerator?.value === 'neuron') {
    const { neuron } = type ?? {};
    const degrees = neuron && tensorParallelDegrees(neuron.device, neuron.logicalCores);
    return degrees && `Counts NeuronCores. On ${type?.name ?? ''}: ${degrees.join(', ')}.`;
  }
  const heads = known.model?.attentionHeads;
  if (heads === undefined) return undefined;
  const most = type?.deviceCount ?? 8;
  const sizes = Array.from({ length: most }, (_, index) => index + 1).filter(
    (size) => heads % size === 0,
  );
  return `Counts GPUs. ${modelId?.value ?? ''} has ${heads} attention heads, so up to ${most}: ${sizes.join(', ')}.`;
}
