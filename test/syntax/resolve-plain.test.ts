import { describe, expect, it } from 'vitest';
import { needsQuotes, resolvePlain } from '../../server/src/syntax/resolve-plain.ts';

/** As go.yaml.in/yaml/v2 v2.4.4 reads `a: …`, recorded from the module itself. */
const helm: readonly (readonly [string, unknown])[] = [
  ...([
    ['1', 1],
    ['-1', -1],
    ['+1', 1],
    ['0', 0],
    ['00', 0],
    ['1_000', 1000],
    ['1__0', 10],
  ] as const),
  ...([
    ['010', 8],
    ['-010', -8],
    ['08', 8],
    ['0o17', 15],
    ['0O17', 15],
    ['0777', 511],
    ['0_7', 7],
  ] as const),
  ...([
    ['0x1F', 31],
    ['-0x1f', -31],
    ['0b101', 5],
    ['-0b101', -5],
    ['0b12', '0b12'],
  ] as const),
  ...([
    ['0x', '0x'],
    ['0xg', '0xg'],
    ['_1', '_1'],
    ['1a', '1a'],
    ['+', '+'],
    ['-a', '-a'],
  ] as const),
  ...([
    ['1.5', 1.5],
    ['1.', 1],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['+.5', 0.5],
    ['0.1_0', 0.1],
  ] as const),
  ...([
    ['.', '.'],
    ['..', '..'],
    ['-.', '-.'],
    ['._5', '._5'],
    ['.e1', '.e1'],
    ['1e', '1e'],
  ] as const),
  ...([
    ['1e3', 1000],
    ['1e+3', 1000],
    ['1E-3', 0.001],
    ['1.5e3', 1500],
    ['.5e3', 500],
    ['12e03', 12000],
  ] as const),
  ...([
    ['3.10', 3.1],
    ['0.10', 0.1],
    ['1.2.3', '1.2.3'],
    ['1,000', '1,000'],
    ['1e999', '1e999'],
  ] as const),
  ...([
    ['2001-01-01', '2001-01-01'],
    ['2001-01-01 10:00:00', '2001-01-01 10:00:00'],
  ] as const),
  ...([
    ['1:30', '1:30'],
    ['5Gi', '5Gi'],
    ['500m', '500m'],
    ['99999999999999999999999', 1e23],
  ] as const),
  ...([
    ['y', true],
    ['Y', true],
    ['yes', true],
    ['YES', true],
    ['on', true],
    ['TRUE', true],
  ] as const),
  ...([
    ['n', false],
    ['no', false],
    ['Off', false],
    ['yEs', 'yEs'],
    ['tRUE', 'tRUE'],
  ] as const),
  ...([
    ['~', null],
    ['null', null],
    ['Null', null],
    ['nULL', 'nULL'],
    ['None', 'None'],
  ] as const),
  ...([
    ['t', 't'],
    ['f', 'f'],
    ['F', 'F'],
    ['.inf', Infinity],
    ['-.INF', -Infinity],
  ] as const),
  ...([
    ['.nan', NaN],
    ['+.Inf', Infinity],
    ['.Inf2', '.Inf2'],
    ['', null],
  ] as const),
];

describe('unquoted scalars', () => {
  it.each(helm)('%j is what Helm reads', (source, value) => {
    expect(resolvePlain(source)).toBe(value);
  });

  it('need quotes when YAML would read something else', () => {
    const quoted = [
      '',
      '3.10',
      'yes',
      '~',
      '- a',
      'a: b',
      'a #b',
      '*a',
      '{{ .x }}',
      ' a',
      'a:',
      "'",
    ];
    expect(quoted.filter((text) => !needsQuotes(text))).toEqual([]);
    const bare = ['vllm/vllm-openai', 'v0.9.1', 'g5.xlarge', 'a:b', '1.2.3', 'http://x:80', 'a#b'];
    expect(bare.filter(needsQuotes)).toEqual([]);
  });
});
