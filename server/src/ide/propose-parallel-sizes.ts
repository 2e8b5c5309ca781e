import {
  gpuResourceName,
  neuronCoreResourceName,
  neuronDeviceResourceName,
} from '../catalog/accelerator.ts';
import { findInstanceType, type InstanceType } from '../catalog/instance-types.ts';
import { tensorParallelDegrees } from '../catalog/neuron.ts';
import { gpuTensorParallelSizes } from '../fit/instance-fits.ts';
import type { Analysis } from './analysis.ts';
import type { ValueProposal } from './proposal.ts';

/** GPUs in the largest node there is: the end of the list when nothing says how many there are. */
const mostGpus = 8;

/** The sizes that model, devices and accelerator allow together, the one that uses all devices first. */
export function proposeParallelSizes(analysis: Analysis): readonly ValueProposal[] {
  const { accelerator, instanceType, known } = analysis.config;
  // Without devices there is nothing to spread over, and llama-server has no such parameter.
  if (accelerator?.value === 'graviton' || known.framework?.server === 'llama-server') return [];
  const type = instanceType && findInstanceType(instanceType.value);
  const { sizes, full, unit } =
    accelerator?.value === 'neuron' ? neuronSizes(analysis, type) : gpuSizes(analysis, type);
  return sizes
    .toSorted((a, b) => Number(b === full) - Number(a === full) || a - b)
    .map((size) => ({
      value: size,
      kind: 'value',
      detail: size === full ? `all ${unit} the pod asks for` : `${size} ${unit}`,
      documentation: '',
    }));
}

interface Sizes {
  readonly sizes: readonly number[];
  /** The size that leaves no device idle. */
  readonly full: number | undefined;
  readonly unit: string;
}

function gpuSizes({ config }: Analysis, type: InstanceType | undefined): Sizes {
  const { requests, limits, known } = config;
  const asked = limits.get(gpuResourceName) ?? requests.get(gpuResourceName);
  const inNode = type?.acceleratorKind === 'gpu' ? type.deviceCount : mostGpus;
  // What only the chart's defaults ask for may be about to change.
  const most = asked?.origin.kind === 'chart' ? inNode : wholeOr(asked?.value, inNode);
  const sizes = known.model
    ? gpuTensorParallelSizes(known.model, most)
    : Array.from({ length: most }, (_, index) => index + 1);
  return { sizes, full: asked?.value, unit: 'GPUs' };
}

function neuronSizes({ config }: Analysis, type: InstanceType | undefined): Sizes {
  const unit = 'NeuronCores';
  const { neuron } = type ?? {};
  if (neuron === undefined) return { sizes: [], full: undefined, unit };
  const { requests, limits } = config;
  const ask = (name: string) => (limits.get(name) ?? requests.get(name))?.value;
  const devices = ask(neuronDeviceResourceName);
  const cores =
    ask(neuronCoreResourceName) ??
    (devices === undefined ? undefined : devices * neuron.logicalCoresPerDevice);
  const most = Math.min(wholeOr(cores, neuron.logicalCores), neuron.logicalCores);
  return { sizes: tensorParallelDegrees(neuron.device, most) ?? [], full: cores, unit };
}

function wholeOr(value: number | undefined, otherwise: number): number {
  return value !== undefined && Number.isInteger(value) && value > 0 && value <= 64
    ? value
    : otherwise;
}
