import { allocatableOf } from '../../server/src/catalog/allocatable.ts';
import type { InstanceType } from '../../server/src/catalog/instance-types.ts';
import {
  architectureOf,
  podsOf,
  type Ec2InstanceType,
  type Ec2InstanceTypes,
} from './ec2-instance-types.ts';

/** How the catalog's types with devices differ from what EC2 says of them. */
export interface Comparison {
  /** One sentence a difference. */
  readonly differences: readonly string[];
  /** Types with NVIDIA GPUs or Neuron devices that only EC2 has. */
  readonly unknown: readonly string[];
}

/** Types that EC2's answer lacks are passed over: it holds no regions of older and of reserved ones. */
export function compareInstanceTypes(
  catalog: readonly InstanceType[],
  ec2: Ec2InstanceTypes,
): Comparison {
  const differences = catalog.flatMap((type) => {
    const actual = ec2[type.name];
    return actual === undefined ? [] : differencesOf(type, actual);
  });
  const known = new Set(catalog.map(({ name }) => name));
  const unknown = Object.entries(ec2)
    .filter(([name, type]) => (type.GpuInfo ?? type.NeuronInfo) !== undefined && !known.has(name))
    .map(([name]) => name);
  return { differences, unknown };
}

function differencesOf(type: InstanceType, actual: Ec2InstanceType): readonly string[] {
  const arch = architectureOf(actual);
  const { DefaultVCpus: vcpu } = actual.VCpuInfo;
  const { SizeInMiB: memoryMiB } = actual.MemoryInfo;
  const devices = devicesOf(actual);
  const expected = arch && allocatableOf({ vcpu, memoryMiB, arch, pods: podsOf(actual) });
  const told = (what: string, ours: unknown, theirs: unknown) =>
    JSON.stringify(ours) === JSON.stringify(theirs)
      ? []
      : [`${type.name}: ${what} is ${JSON.stringify(ours)} here, ${JSON.stringify(theirs)} there.`];
  return [
    ...told('arch', type.arch, arch),
    ...told('vcpu', type.vcpu, vcpu),
    ...told('memoryGiB', type.memoryGiB, memoryMiB / 1024),
    // EC2 counts no GPU where a type has a part of one, and lists no devices for some reserved types.
    ...(devices === undefined || type.deviceFraction !== undefined
      ? []
      : told('deviceCount', type.deviceCount, devices)),
    ...told(
      'efaInterfaces',
      type.efaInterfaces ?? 0,
      actual.NetworkInfo.EfaInfo?.MaximumEfaInterfaces ?? 0,
    ),
    ...(type.allocatable ? told('allocatable', type.allocatable, expected) : []),
  ];
}

function devicesOf({ GpuInfo, NeuronInfo }: Ec2InstanceType): number | undefined {
  const counts = [
    ...(GpuInfo?.Gpus ?? []).map(({ Count = 0 }) => Count),
    ...(NeuronInfo?.NeuronDevices ?? []).map(({ Count }) => Count),
  ];
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}
