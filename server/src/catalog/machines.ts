import data from './data/cpu-instance-types.json' with { type: 'json' };
import { allocatableOf, type Allocatable } from './allocatable.ts';
import { findInstanceType, instanceTypes } from './instance-types.ts';
import { withoutSageMaker } from './sagemaker-name.ts';

/** What every EC2 instance type has, with devices or without. */
export interface Machine {
  readonly name: string;
  readonly family: string;
  readonly vcpu: number;
  /** In units of 2^30 bytes. */
  readonly memoryGiB: number;
  readonly arch: Architecture;
  /** What pods can ask for in all, by Karpenter's estimate before DaemonSets. Absent: not known. */
  readonly allocatable?: Allocatable;
}

export type Architecture = 'amd64' | 'arm64';

/**
 * Finds any EC2 instance type by its exact name, or by the name that SageMaker HyperPod labels its
 * nodes with (`ml.m8g.4xlarge`). Absent when we have no record of it.
 */
export function findMachine(name: string): Machine | undefined {
  return findInstanceType(name) ?? findCpuType(name);
}

/** An instance type that has no GPU and no other device; as findMachine, by either name. */
export function findCpuType(name: string): Machine | undefined {
  const ec2Name = withoutSageMaker(name);
  const family = cpuFamilies.get(familyName(ec2Name));
  const size = family && sizes(family).find((one) => `${family.name}.${one.name}` === ec2Name);
  return family && size && machineOf(family, size, name);
}

/** The types without devices that have Arm processors: Graviton. By family, sizes rising. */
export function gravitonTypes(): readonly Machine[] {
  const families = data.families.filter(({ arch }) => arch === 'arm64');
  return families.flatMap((family) => sizes(family).map((size) => machineOf(family, size)));
}

/** Names of the families that we have a record of. */
export function knownFamilies(): readonly string[] {
  return [...new Set([...cpuFamilies.keys(), ...instanceTypes.map(({ family }) => family)])];
}

/** What stands behind the dot in the names of a family's types, as far as we have a record of them. */
export function sizesOf(family: string): readonly string[] {
  const plain = cpuFamilies.get(family);
  if (plain !== undefined) return sizes(plain).map(({ name }) => name);
  return instanceTypes
    .filter((type) => type.family === family)
    .map(({ name }) => name.slice(family.length + 1));
}

/** Processors of a type, also of a size that we have no record of when the family is known. */
export function architectureOf(name: string): Architecture | undefined {
  const family = familyName(withoutSageMaker(name));
  const plain = cpuFamilies.get(family)?.arch as Architecture | undefined;
  return plain ?? instanceTypes.find((type) => type.family === family)?.arch;
}

type FamilyRecord = (typeof data.families)[number];

const cpuFamilies: ReadonlyMap<string, FamilyRecord> = new Map(
  data.families.map((family) => [family.name, family]),
);

function familyName(name: string): string {
  return name.split('.')[0] ?? '';
}

interface Size {
  readonly name: string;
  readonly vcpu: number;
  readonly memoryMiB: number;
  readonly pods: number;
}

/** Sizes stand in one text, so that a start costs nothing for a thousand types that nobody asks for. */
function sizes(family: FamilyRecord): readonly Size[] {
  return family.sizes.split(', ').map((text) => {
    const [name = '', ...numbers] = text.split(' ');
    const [vcpu = 0, memoryMiB = 0, pods = 0] = numbers.map(Number);
    return { name, vcpu, memoryMiB, pods };
  });
}

function machineOf(family: FamilyRecord, size: Size, asked?: string): Machine {
  const arch = family.arch as Architecture;
  const ec2Name = `${family.name}.${size.name}`;
  const name = asked ?? ec2Name;
  return {
    name,
    family: family.name,
    vcpu: size.vcpu,
    memoryGiB: size.memoryMiB / 1024,
    arch,
    // HyperPod keeps other parts of a node for itself than Karpenter's estimate says.
    ...(name === ec2Name && { allocatable: allocatableOf({ ...size, arch }) }),
  };
}
