import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Path } from '../../server/src/syntax/node.ts';
import { boxChart, chart01, chart02 } from './charts.ts';
import { judge } from './judge.ts';

/** Keys that rules look at, each of which may hold anything at all. */
const paths: readonly Path[] = [
  ...['accelerator', 'framework', 'serviceName', 'serviceNamespace', 'rayOptions'].map((key) => [
    'inference',
    key,
  ]),
  ...['image', 'env', 'extraArgs', 'vllmVersion', 'pythonVersion'].map((key) => [
    'inference',
    'modelServer',
    key,
  ]),
  ...['instanceType', 'replicas', 'maxReplicas', 'resources', 'nodeSelector'].map((key) => [
    'inference',
    'modelServer',
    'deployment',
    key,
  ]),
  ...['modelId', 'tensorParallelSize', 'maxModelLen', 'dtype', 'quantization'].map((key) => [
    'modelParameters',
    key,
  ]),
  ['modelParameters'],
  ['inference'],
  ['model'],
];

/** Values that come near to what rules expect, and values that do not. */
const telling = fc.constantFrom<unknown>(
  ...[
    'gpu',
    'neuron',
    'rayVllm',
    'ray-vllm',
    'lws-vllm',
    'g5.xlarge',
    'trn2.48xlarge',
    'p3.2xlarge',
  ],
  ...[
    'Qwen/Qwen2.5-7B-Instruct',
    'openai/gpt-oss-20b',
    'rayproject/ray',
    '2.47.0-py3.12',
    'v0.18.0',
  ],
  ...[0, -1, 0.5, 3, 7, 1e6, 1e300, '8', '64Gi', '512m', '', 'latest', '{{ .x }}', null, true],
  ...[{ requests: { 'nvidia.com/gpu': 3 }, limits: { 'aws.amazon.com/neuron': 1.5 } }],
  ...[{ gpu: { limits: { 'nvidia.com/gpu': 4 } } }, { repository: 'a/B:c', tag: 1.1 }],
  ...[[{ name: 'NEURON_RT_VISIBLE_CORES', value: '9-1' }], [null, 3, { name: 4 }]],
);
const anything = fc.oneof(
  { weight: 3, arbitrary: telling },
  { weight: 1, arbitrary: fc.jsonValue() },
);

describe('rules', () => {
  it.each([boxChart, chart01, chart02])('take any values under chart $name $version', (chart) => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...paths), anything)), (settings) => {
        const text = JSON.stringify(settings.reduce<unknown>(place, {}));
        const { findings } = judge(text, chart);
        for (const { message, at } of findings) {
          expect(message).not.toMatch(/undefined|NaN|\[object/);
          expect(at.origin.kind).toBe('document');
        }
      }),
      { numRuns: 400, seed: 20261123 },
    );
  });
});

function place(root: unknown, [path, value]: readonly [Path, unknown]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const map = typeof root === 'object' && root !== null && !Array.isArray(root) ? root : {};
  const inner = (map as Record<string, unknown>)[String(key)];
  return { ...map, [String(key)]: place(inner, [rest, value]) };
}
