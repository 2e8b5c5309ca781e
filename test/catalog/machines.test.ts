import { describe, expect, it } from 'vitest';
import { allocatableOf } from '../../server/src/catalog/allocatable.ts';
import data from '../../server/src/catalog/data/cpu-instance-types.json' with { type: 'json' };
import { findInstanceType, instanceTypes } from '../../server/src/catalog/instance-types.ts';
import {
  architectureOf,
  findCpuType,
  findMachine,
  gravitonTypes,
  knownFamilies,
  sizesOf,
} from '../../server/src/catalog/machines.ts';

describe('machines', () => {
  it('tells processors and size of a Graviton type, and no accelerator', () => {
    expect(findMachine('m8g.4xlarge')).toEqual({
      name: 'm8g.4xlarge',
      family: 'm8g',
      vcpu: 16,
      memoryGiB: 64,
      arch: 'arm64',
      allocatable: { cpuMillis: 15890, memoryMi: 57632, pods: 234 },
    });
    expect(findInstanceType('m8g.4xlarge')).toBeUndefined();
  });

  // Figures of Karpenter's reference page for types that the catalog has no record of its own for.
  it.each([
    ['c8g.medium', 940, 1392, 8],
    ['c8g.large', 1930, 3055, 29],
    ['c8g.xlarge', 3920, 6525, 58],
    ['c8g.metal-48xl', 191450, 355203, 737],
    ['c7i-flex.16xlarge', 63770, 112779, 737],
  ])('expects of %s what Karpenter does', (name, cpuMillis, memoryMi, pods) => {
    expect(findMachine(name)?.allocatable).toEqual({ cpuMillis, memoryMi, pods });
  });

  it('expects of every type with devices what Karpenter lists for it', () => {
    const listed = instanceTypes.filter(({ allocatable }) => allocatable !== undefined);
    expect(listed.length).toBeGreaterThan(60);
    for (const { name, vcpu, memoryGiB, arch, allocatable } of listed) {
      const pods = allocatable?.pods ?? 0;
      const expected = allocatableOf({ vcpu, memoryMiB: memoryGiB * 1024, arch, pods });
      expect(expected, name).toEqual(allocatable);
    }
  });

  it('finds types with devices as well', () => {
    expect(findMachine('g5g.xlarge')).toMatchObject({ vcpu: 4, memoryGiB: 8, arch: 'arm64' });
    expect(findCpuType('g5g.xlarge')).toBeUndefined();
  });

  it('knows the names that HyperPod labels its nodes with, and leaves its reserves open', () => {
    expect(findMachine('ml.m8g.4xlarge')).toEqual({
      name: 'ml.m8g.4xlarge',
      family: 'm8g',
      vcpu: 16,
      memoryGiB: 64,
      arch: 'arm64',
    });
    const { allocatable, ...plain } = findInstanceType('g6e.2xlarge') ?? {};
    expect(allocatable).toBeDefined();
    expect(findInstanceType('ml.g6e.2xlarge')).toEqual({ ...plain, name: 'ml.g6e.2xlarge' });
    expect(findMachine('ml.ml.g6e.2xlarge')).toBeUndefined();
  });

  it.each(['', 'm8g', 'm8g.', '.4xlarge', 'm8g.4xlrge', 'M8G.4XLARGE', 'g9x.2xlarge', 'ml.'])(
    'has no record of %j',
    (name) => {
      expect(findMachine(name)).toBeUndefined();
    },
  );

  it('tells the processors of a size that it has no record of', () => {
    expect(architectureOf('m8g.999xlarge')).toBe('arm64');
    expect(architectureOf('ml.g6e.96xlarge')).toBe('amd64');
    expect(architectureOf('m99g.large')).toBeUndefined();
  });

  it('reads every size of every family', () => {
    for (const { name: family, sizes } of data.families) {
      const names = sizesOf(family);
      expect(names).toHaveLength(sizes.split(', ').length);
      for (const size of names) {
        const machine = findMachine(`${family}.${size}`);
        expect(machine?.vcpu, `${family}.${size}`).toBeGreaterThan(0);
        expect(machine?.memoryGiB, `${family}.${size}`).toBeGreaterThan(0);
      }
    }
  });

  it('keeps families with devices and without apart', () => {
    const withDevices = new Set(instanceTypes.map(({ family }) => family));
    expect(data.families.filter(({ name }) => withDevices.has(name))).toEqual([]);
    expect(new Set(knownFamilies()).size).toBe(knownFamilies().length);
  });

  it('lists Graviton types alone as such', () => {
    const types = gravitonTypes();
    expect(types.length).toBeGreaterThan(300);
    expect(types.every(({ arch }) => arch === 'arm64')).toBe(true);
    // Graviton families have a g behind the generation; a1 came before that.
    expect(types.filter(({ family }) => !/^(a1|[a-z0-9]*\dg)/.test(family))).toEqual([]);
  });

  it('is small enough to be carried by every editor', () => {
    expect(JSON.stringify(data).length).toBeLessThan(60_000);
  });
});
