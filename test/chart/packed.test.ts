import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byNewest, isPacked, packedName, versionFits } from '../../server/src/chart/packed.ts';

test.each([
  ['inference-charts-0.2.7.tgz', { name: 'inference-charts', version: '0.2.7' }],
  [
    'ai-on-eks-inference-charts-0.1.0.tgz',
    { name: 'ai-on-eks-inference-charts', version: '0.1.0' },
  ],
  ['inference-charts-0.3.0-rc.1.tgz', { name: 'inference-charts', version: '0.3.0-rc.1' }],
  ['inference-charts-0.3.0-rc-2.tgz', { name: 'inference-charts', version: '0.3.0-rc-2' }],
  ['inference-charts-0.2.7+eks.2.tgz', { name: 'inference-charts', version: '0.2.7+eks.2' }],
  ['chart-2-1.0.0.tar.gz', { name: 'chart-2', version: '1.0.0' }],
])('%s', (file, named) => {
  expect(packedName(file)).toEqual(named);
  expect(isPacked(file)).toBe(true);
});

test.each([
  'inference-charts.tgz',
  'inference-charts-latest.tgz',
  'inference-charts-0.2.7.tgz.prov',
  'inference-charts-0.2.7',
  '-0.2.7.tgz',
  'ai-on-eks-index.yaml',
])('%s is no packed chart with a version', (file) => {
  expect(packedName(file)).toBeUndefined();
});

const versions = fc.oneof(
  fc
    .tuple(fc.nat(3), fc.nat(12), fc.nat(12), fc.constantFrom('', '-rc.1', '-rc.10', '-rc.9', '+a'))
    .map(([major, minor, patch, rest]) => `${major}.${minor}.${patch}${rest}`),
  fc.constantFrom('', 'latest', '1.2'),
);

test('versions have one order, the newest release first and pre-releases behind all releases', () => {
  const sorted = (list: readonly string[]) =>
    list
      .map((version) => ({ name: 'a', version }))
      .sort(byNewest)
      .map(({ version }) => version);
  expect(sorted(['0.2.10', 'latest', '0.3.0-rc.9', '0.1.0', '0.2.9', '0.3.0-rc.10'])).toEqual([
    '0.2.10',
    '0.2.9',
    '0.1.0',
    '0.3.0-rc.10',
    '0.3.0-rc.9',
    'latest',
  ]);
  fc.assert(
    fc.property(versions, versions, versions, (a, b, c) => {
      const order = (x: string, y: string) =>
        Math.sign(byNewest({ name: '', version: x }, { name: '', version: y }));
      expect(order(a, b)).toBe(order(b, a) === 0 ? 0 : -order(b, a));
      if (order(a, b) <= 0 && order(b, c) <= 0) expect(order(a, c)).toBeLessThanOrEqual(0);
    }),
  );
});

test('a version fits words as far as its number tells', () => {
  const fits = (version: string) => [versionFits(version, '0.1'), versionFits(version, '0.2')];
  expect(fits('0.1.9')).toEqual([true, false]);
  expect(fits('0.2.7')).toEqual([false, true]);
  expect(fits('0.3.0')).toEqual([false, true]);
  expect(fits('1.0.0')).toEqual([false, true]);
  expect(fits('latest')).toEqual([true, true]);
  expect(versionFits('0.1.0', undefined)).toBe(true);
});
