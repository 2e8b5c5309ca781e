import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { findMachine, knownFamilies, sizesOf } from '../../server/src/catalog/machines.ts';
import { meantType } from '../../server/src/lint/instance-name.ts';

describe('an instance type is recognised', () => {
  it.each([
    ['G6E.2XLARGE', 'g6e.2xlarge'],
    ['g6e-2xlarge', 'g6e.2xlarge'],
    ['g6e_2xlarge', 'g6e.2xlarge'],
    ['g6e 2xlarge', 'g6e.2xlarge'],
    ['g6e2xlarge', 'g6e.2xlarge'],
    ['g6e.2x-large', 'g6e.2xlarge'],
    ['m8g.metal48xl', 'm8g.metal-48xl'],
    ['m7iflex.2xlarge', 'm7i-flex.2xlarge'],
    ['ml-g6e-2xlarge', 'ml.g6e.2xlarge'],
    ['ml.G6e.2xlarge', 'ml.g6e.2xlarge'],
  ])('in other signs: %s', (written, name) => {
    expect(meantType(written)).toEqual({ name, isGuess: false });
  });

  it.each([
    ['g6e.2xl', 'g6e.2xlarge'],
    ['g6e.xl', 'g6e.xlarge'],
    ['g6e.2xlg', 'g6e.2xlarge'],
    ['trn1.32x', 'trn1.32xlarge'],
    ['ml.g6e.2xl', 'ml.g6e.2xlarge'],
    ['m8g.metal-48xlarge', 'm8g.metal-48xl'],
    ['m8g.metal-24x', 'm8g.metal-24xl'],
  ])('cut short: %s', (written, name) => {
    expect(meantType(written)).toEqual({ name, isGuess: false });
  });

  it.each([
    ['m8g.4xlrge', 'm8g.4xlarge'],
    ['g6e.2xlagre', 'g6e.2xlarge'],
    ['g6e.2xlarges', 'g6e.2xlarge'],
    ['g6e.2large', 'g6e.2xlarge'],
    ['m8g.lrage', 'm8g.large'],
    ['m8g.mediun', 'm8g.medium'],
    ['m6g.metl', 'm6g.metal'],
    ['inf2.48xlareg', 'inf2.48xlarge'],
  ])('with a slip: %s', (written, name) => {
    expect(meantType(written)).toEqual({ name, isGuess: true });
  });
});

describe('nothing is guessed', () => {
  it.each([
    ['a new family', 'g9x.2xlarge'],
    ['a new family with a slip', 'g9x.2xl'],
    ['a size that could be new', 'g6e.112xlarge'],
    ['a size that this family has not', 'g6e.nano'],
    ['a size of metal that could be new', 'm8g.metal-96xl'],
    ['a number that belongs to no size', 'm8g.5xl'],
    ['a family alone', 'g6e'],
    ['a family with its dot', 'g6e.'],
    ['something else behind the dot', 'g6e.example.com'],
    ['a machine of another cloud', 'a2-highgpu-1g'],
    ['another one', 'Standard_NC24ads_A100_v4'],
    ['a word', 'gpu'],
    ['nothing', ''],
  ])('of %s: %s', (_what, written) => {
    expect(meantType(written)).toBeUndefined();
  });
});

const names = knownFamilies().flatMap((family) =>
  sizesOf(family).map((size) => `${family}.${size}`),
);

test('whatever is meant exists, whatever is written', () => {
  const slip = fc.record({
    name: fc.constantFrom(...names),
    at: fc.nat(20),
    put: fc.constantFrom('', 'x', 'l', '-', '.', '2', 'A'),
    cut: fc.nat(2),
  });
  fc.assert(
    fc.property(fc.oneof(slip.map(slipped), fc.string()), (written) => {
      const meant = meantType(written);
      if (meant !== undefined) expect(findMachine(meant.name)).toBeDefined();
    }),
  );
});

test('no type is taken for another one', () => {
  for (const name of names) {
    const meant = meantType(name);
    if (meant !== undefined) expect(meant.name).toBe(name);
  }
});

interface Slip {
  readonly name: string;
  readonly at: number;
  readonly put: string;
  readonly cut: number;
}

function slipped({ name, at, put, cut }: Slip): string {
  return name.slice(0, at) + put + name.slice(at + cut);
}
