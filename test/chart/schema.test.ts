import { readFileSync, readdirSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

type Schema = Readonly<Record<string, unknown>>;
const schema = JSON.parse(read('schemas/values-0.1.schema.json')) as Schema;
const defaults: unknown = parse(read('inference-charts/values.yaml'));
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

const presets = readdirSync(new URL('presets/', root));

test('the chart refuses what the editor refuses: both have the same schema', () => {
  expect(read('inference-charts/values.schema.json')).toBe(read('schemas/values-0.1.schema.json'));
});

test('the defaults of the chart are valid', () => {
  expect(validate(defaults), JSON.stringify(validate.errors)).toBe(true);
});

test.each(presets)('%s is valid', (file) => {
  const preset: unknown = parse(read(`presets/${file}`));
  expect(validate(preset), JSON.stringify(validate.errors)).toBe(true);
});

test('every key says what it is', () => {
  const silent = [...keysOf(schema, '')].filter(({ schema }) => !schema['description']);
  expect(silent.map(({ path }) => path)).toEqual([]);
});

test('every default of the chart stands in the schema too', () => {
  const differing = [...keysOf(schema, '')]
    .filter(({ schema }) => schema['properties'] === undefined && schema['items'] === undefined)
    .map(({ path, schema }) => ({ path, said: schema['default'], is: valueAt(defaults, path) }))
    .filter(({ said, is }) => JSON.stringify(said) !== JSON.stringify(is));
  // What the defaults hold of open maps is not a default of one key.
  expect(differing.filter(({ path }) => !/resources|headGroup|image\.tag$/.test(path))).toEqual([]);
});

describe('refuses', () => {
  test.each([
    ['a key that nothing reads', 'inference: {modelServer: {deployment: {replica: 2}}}'],
    ['a parameter that nothing reads', 'modelParameters: {maxNumSeq: 4}'],
    ['an unknown framework', 'inference: {framework: ray-vllm}'],
    ['an unknown accelerator', 'inference: {accelerator: GPU}'],
    ['a version that YAML reads as a number', 'inference: {modelServer: {pythonVersion: 3.10}}'],
    ['a share above one', 'modelParameters: {gpuMemoryUtilization: 90}'],
    [
      'half a GPU',
      'inference: {modelServer: {deployment: {resources: {gpu: {limits: {nvidia.com/gpu: 0.5}}}}}}',
    ],
    ['a name that is no DNS label', 'inference: {serviceName: Llama_3}'],
    ['text for a switch', 'inference: {rayOptions: {autoscaling: {enabled: "false"}}}'],
    [
      'rayVllm on gpu without vllmVersion',
      'inference: {framework: rayVllm, accelerator: gpu, modelServer: {}}',
    ],
    [
      'a name too long for a RayService',
      `inference: {framework: rayVllm, accelerator: neuron, serviceName: ${'a'.repeat(48)}}`,
    ],
  ])('%s', (_, text) => {
    expect(validate(parse(text))).toBe(false);
  });
});

function* keysOf(of: Schema, path: string): Generator<{ path: string; schema: Schema }> {
  const properties = (of['properties'] ?? {}) as Readonly<Record<string, Schema>>;
  for (const [key, schema] of Object.entries(properties)) {
    const below = path === '' ? key : `${path}.${key}`;
    yield { path: below, schema };
    yield* keysOf(schema, below);
  }
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((found, key) => (found as Schema | undefined)?.[key], value);
}
