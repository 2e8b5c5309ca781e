import { instanceFamily } from '../../server/src/catalog/instance-types.ts';
import {
  architectureOf,
  podsOf,
  type Ec2InstanceType,
  type Ec2InstanceTypes,
} from './ec2-instance-types.ts';

export interface CpuFamily {
  readonly name: string;
  readonly arch: 'amd64' | 'arm64';
  /** `large 2 8192 29, xlarge 4 16384 58`: size, vCPU, memory in MiB, pods. */
  readonly sizes: string;
}

/** Families of the types that have no device of any kind, by name; sizes rise. */
export function cpuFamilies(types: Ec2InstanceTypes): readonly CpuFamily[] {
  const plain = Object.entries(types).filter(
    ([name, type]) => !hasDevices(name, type) && architectureOf(type) !== undefined,
  );
  const byFamily = Map.groupBy(plain, ([name]) => name.split('.')[0] ?? '');
  return [...byFamily].map(([name, members]) => familyOf(name, members)).toSorted(byName);
}

type Member = readonly [name: string, type: Ec2InstanceType];

function familyOf(name: string, members: readonly Member[]): CpuFamily {
  const [arch, ...others] = new Set(members.map(([, type]) => architectureOf(type)));
  if (arch === undefined || others.length > 0)
    throw new Error(`Types of ${name} differ in architecture.`);
  const sizes = members.toSorted(bySize).map(([type, { VCpuInfo, MemoryInfo, ...rest }]) => {
    const size = type.slice(name.length + 1);
    const pods = podsOf({ VCpuInfo, MemoryInfo, ...rest });
    return `${size} ${VCpuInfo.DefaultVCpus} ${MemoryInfo.SizeInMiB} ${pods}`;
  });
  return { name, arch, sizes: sizes.join(', ') };
}

/** For some types that are reserved in blocks (trn2u) EC2 does not list the devices that they have. */
function hasDevices(name: string, type: Ec2InstanceType): boolean {
  return (
    instanceFamily(name) !== undefined ||
    type.GpuInfo !== undefined ||
    type.NeuronInfo !== undefined ||
    type.InferenceAcceleratorInfo !== undefined ||
    type.FpgaInfo !== undefined ||
    type.MediaAcceleratorInfo !== undefined
  );
}

function bySize([nameA, a]: Member, [nameB, b]: Member): number {
  return (
    a.VCpuInfo.DefaultVCpus - b.VCpuInfo.DefaultVCpus ||
    a.MemoryInfo.SizeInMiB - b.MemoryInfo.SizeInMiB ||
    byText(nameA, nameB)
  );
}

function byName(a: CpuFamily, b: CpuFamily): number {
  return byText(a.name, b.name);
}

/** By code unit, so that no locale of a machine changes the order. */
function byText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
