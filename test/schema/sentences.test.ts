import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { describeFault } from '../../server/src/schema/describe-fault.ts';
import { foldErrors } from '../../server/src/schema/fold-errors.ts';

test('a choice between a number and a quoted number is one sentence', () => {
  const port = {
    anyOf: [
      { type: 'integer', minimum: 1, maximum: 65_535 },
      { type: 'string', pattern: '^[0-9]+$' },
    ],
  };
  expect(check({ properties: { port } }, { port: 'http' })).toEqual([
    'port: port is "http", but must be a whole number from 1 to 65535.',
  ]);
  expect(check({ properties: { port } }, { port: 70_000 })).toEqual([
    'port: port is 70000, but must be a whole number from 1 to 65535.',
  ]);
  expect(check({ properties: { port } }, { port: [] })).toEqual([
    'port: port is a list, but must be a whole number from 1 to 65535.',
  ]);
  expect(check({ properties: { port } }, { port: '8000' })).toEqual([]);
});

test('a list of allowed values is told, with the one that was probably meant', () => {
  const framework = { enum: ['vllm', 'rayVllm'] };
  expect(check({ properties: { framework } }, { framework: 'ray-vllm' })).toEqual([
    'framework: framework is "ray-vllm", but must be vllm or rayVllm. Did you mean rayVllm?',
  ]);
  expect(check({ properties: { framework } }, { framework: 'triton' })).toEqual([
    'framework: framework is "triton", but must be vllm or rayVllm.',
  ]);
});

test('a condition speaks with its own sentence where the value stands', () => {
  const schema = {
    properties: { framework: {}, version: {} },
    if: { properties: { framework: { const: 'rayVllm' } } },
    then: { required: ['version'], properties: { version: { type: 'string', minLength: 1 } } },
    'x-message': 'framework is rayVllm, so the version is needed.',
  };
  expect(check(schema, { framework: 'rayVllm' })).toEqual([
    ': framework is rayVllm, so the version is needed.',
  ]);
  expect(check(schema, { framework: 'rayVllm', version: '' })).toEqual([
    'version: framework is rayVllm, so the version is needed.',
  ]);
  expect(check(schema, { framework: 'vllm', version: '' })).toEqual([]);
});

test('the sentence of a condition is not told of what else stands beside it', () => {
  const schema = {
    properties: { replicas: { type: 'integer' } },
    if: { properties: { replicas: { type: 'integer' } } },
    then: { properties: { replicas: { minimum: 0 } } },
    'x-message': 'Fewer than none cannot run.',
  };
  expect(check(schema, { replicas: 'two' })).toEqual([
    'replicas: replicas is "two", but must be a whole number.',
  ]);
  expect(check(schema, { replicas: -1 })).toEqual(['replicas: Fewer than none cannot run.']);
});

test('conditions that are met by one sentence each stay apart', () => {
  const schema = {
    allOf: [
      { if: { required: ['a'] }, then: { required: ['b'] }, 'x-message': 'a needs b.' },
      { if: { required: ['a'] }, then: { required: ['c'] }, 'x-message': 'a needs c.' },
    ],
  };
  expect(check(schema, { a: 1 })).toEqual([': a needs b.', ': a needs c.']);
});

test('references inside choices are folded too', () => {
  const schema = {
    definitions: { quoted: { type: 'string', pattern: '^[0-9]+$' } },
    properties: { size: { anyOf: [{ type: 'integer' }, { $ref: '#/definitions/quoted' }] } },
  };
  expect(check(schema, { size: 'big' })).toEqual([
    'size: size is "big", but must be a whole number.',
  ]);
});

test('types, ranges, forms and items are told in words', () => {
  const properties = {
    enabled: { type: 'boolean' },
    share: { type: 'number', exclusiveMinimum: 0, maximum: 1 },
    seconds: { type: 'integer', minimum: 0 },
    name: { type: 'string', maxLength: 3 },
    map: { type: 'object' },
    list: { type: 'array', items: { type: 'string' } },
  };
  const value = {
    enabled: 'yes please',
    share: 1.5,
    seconds: -1,
    name: 'long',
    map: 'x',
    list: ['a', {}],
  };
  expect(check({ properties }, value)).toEqual([
    'enabled: enabled is "yes please", but must be true or false.',
    'share: share is 1.5, but must be a number above 0 and of at most 1.',
    'seconds: seconds is -1, but must be a whole number of at least 0.',
    'name: name is "long", but must be text of at most 3 characters.',
    'map: map is "x", but must be a map of keys.',
    'list.1: Item 2 of list is a map of keys, but must be text.',
  ]);
});

test('an empty value is told as such, and is missing where a condition demands it', () => {
  expect(check({ properties: { share: { type: 'number' } } }, { share: null })).toEqual([
    'share: share is empty, but must be a number.',
  ]);
  const schema = {
    properties: { version: { type: ['string', 'null'] } },
    if: { required: ['ray'] },
    then: { properties: { version: { type: 'string' } } },
    'x-message': 'Ray needs a version.',
  };
  expect(check(schema, { ray: true, version: null })).toEqual([': Ray needs a version.']);
});

test('that a key may be empty is not told', () => {
  const properties = { kind: { type: ['string', 'null'], enum: ['a', 'b', null] } };
  expect(check({ properties }, { kind: 'c' })).toEqual(['kind: kind is "c", but must be a or b.']);
  expect(check({ properties }, { kind: {} })).toEqual([
    'kind: kind is a map of keys, but must be a or b.',
  ]);
});

test('a missing key is told on the map that lacks it', () => {
  const schema = { properties: { image: { required: ['tag'] } } };
  expect(check(schema, { image: {} })).toEqual(['image: image has no tag, which the chart needs.']);
});

/** "path: sentence" of every fault. */
function check(schema: object, value: Readonly<Record<string, unknown>>): readonly string[] {
  const validate = new Ajv({ allErrors: true, verbose: true, strict: false }).compile(schema);
  validate(value);
  return foldErrors(validate.errors ?? [], value)
    .map(describeFault)
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
}
