import {
  gpuResourceName,
  neuronCoreResourceName,
  neuronDeviceResourceName,
} from '../catalog/accelerator.ts';
import { findInstanceType } from '../catalog/instance-types.ts';
import type { Path } from '../syntax/node.ts';
import type { Analysis } from './analysis.ts';
import type { KeyProposal } from './proposal.ts';

/** Resource names for `requests` and `limits`, the accelerator's own first; undefined elsewhere. */
export function proposeResources(
  analysis: Analysis,
  map: Path,
): readonly KeyProposal[] | undefined {
  const kind = map.at(-1);
  const above = map.at(-2);
  if (map.at(-3) !== 'resources' || (kind !== 'requests' && kind !== 'limits')) return undefined;
  const other = kind === 'requests' ? 'limits' : 'requests';
  const twin = (name: string) => analysis.values.at([...map.slice(0, -1), other, name])?.value;
  const devices = deviceCount(analysis);
  return names(above).map(({ name, detail, isDevice }) => {
    // Requests and limits of devices must be equal, so the other one tells.
    const value = twin(name) ?? (isDevice ? devices : undefined);
    const isPlain = typeof value === 'string' || typeof value === 'number';
    return { key: name, shape: 'scalar', ...(isPlain && { value }), detail };
  });
}

interface ResourceName {
  readonly name: string;
  readonly detail: string;
  readonly isDevice: boolean;
}

function names(accelerator: string | number | undefined): readonly ResourceName[] {
  const device = (name: string, detail: string) => ({ name, detail, isDevice: true });
  const host = (name: string, detail: string) => ({ name, detail, isDevice: false });
  const common = [
    host('cpu', 'cores: 4, 500m'),
    host('memory', 'host memory: 64Gi'),
    host('ephemeral-storage', 'local disk: 200Gi'),
  ];
  switch (accelerator) {
    case 'gpu':
      return [device(gpuResourceName, 'whole GPUs'), ...common];
    case 'neuron':
      return [
        device(neuronDeviceResourceName, 'whole Neuron devices'),
        host(neuronCoreResourceName, 'single NeuronCores'),
        ...common,
      ];
    default:
      return common;
  }
}

function deviceCount({ config }: Analysis): number | undefined {
  const type = config.instanceType && findInstanceType(config.instanceType.value);
  return type?.deviceFraction === undefined ? type?.deviceCount : undefined;
}
