import { expect, test } from 'vitest';
import { compareInstanceTypes } from '../../build/facts/compare-instance-types.ts';
import { cpuFamilies } from '../../build/facts/cpu-families.ts';
import type { Ec2InstanceType } from '../../build/facts/ec2-instance-types.ts';
import { instanceTypes } from '../../server/src/catalog/instance-types.ts';

function described(
  vcpu: number,
  memoryMiB: number,
  more: Partial<Ec2InstanceType> = {},
): Ec2InstanceType {
  return {
    VCpuInfo: { DefaultVCpus: vcpu },
    MemoryInfo: { SizeInMiB: memoryMiB },
    ProcessorInfo: { SupportedArchitectures: ['arm64'] },
    NetworkInfo: {
      DefaultNetworkCardIndex: 0,
      Ipv4AddressesPerInterface: 15,
      NetworkCards: [
        { NetworkCardIndex: 1, MaximumNetworkInterfaces: 1 },
        { NetworkCardIndex: 0, MaximumNetworkInterfaces: 4 },
      ],
    },
    ...more,
  };
}

const x86 = { ProcessorInfo: { SupportedArchitectures: ['x86_64'] } };

test('families are sorted, and their sizes rise', () => {
  const types = {
    'm8g.metal': described(4, 8192),
    'm8g.xlarge': described(4, 8192),
    'm8g.large': described(2, 4096),
    'c7i.large': described(2, 4096, x86),
  };
  expect(cpuFamilies(types)).toEqual([
    { name: 'c7i', arch: 'amd64', sizes: 'large 2 4096 58' },
    { name: 'm8g', arch: 'arm64', sizes: 'large 2 4096 58, metal 4 8192 58, xlarge 4 8192 58' },
  ]);
});

test('types with devices of any kind, and Macs, are left out', () => {
  const types = {
    'g6.xlarge': described(4, 16384, { ...x86, GpuInfo: { Gpus: [{ Count: 1 }] } }),
    'f2.xlarge': described(4, 16384, { ...x86, FpgaInfo: {} }),
    // EC2 lists no devices for it.
    'trn2u.48xlarge': described(192, 2097152, x86),
    'mac2.metal': described(8, 16384, {
      ProcessorInfo: { SupportedArchitectures: ['arm64_mac'] },
    }),
  };
  expect(cpuFamilies(types)).toEqual([]);
});

test('a family of two architectures is an error', () => {
  const types = { 'm8g.large': described(2, 4096), 'm8g.xlarge': described(4, 8192, x86) };
  expect(() => cpuFamilies(types)).toThrow('differ in architecture');
});

test('differences from the catalog are told, and types that it lacks', () => {
  const [known] = instanceTypes.filter(({ name }) => name === 'g5g.xlarge');
  if (known === undefined) throw new Error('g5g.xlarge is not in the catalog.');
  const gpus = { GpuInfo: { Gpus: [{ Count: 2 }] } };
  const { differences, unknown } = compareInstanceTypes([known], {
    'g5g.xlarge': described(8, 8192, gpus),
    'g99.xlarge': described(4, 8192, gpus),
    'm8g.large': described(2, 4096),
  });
  expect(differences.slice(0, 2)).toEqual([
    'g5g.xlarge: vcpu is 4 here, 8 there.',
    'g5g.xlarge: deviceCount is 1 here, 2 there.',
  ]);
  expect(unknown).toEqual(['g99.xlarge']);
});
