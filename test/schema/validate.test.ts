import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mergeLayers, type Layer } from '../../server/src/model/merged-values.ts';
import { describeKey } from '../../server/src/schema/describe-key.ts';
import { validateValues } from '../../server/src/schema/validate.ts';
import { parse } from '../../server/src/syntax/parse.ts';

const defaults = layer(
  'chart',
  readFileSync(new URL('../../inference-charts/values.yaml', import.meta.url), 'utf8'),
);

test('the defaults of the chart in the box meet their schema', () => {
  expect(check('')).toEqual([]);
});

test('an unknown key is told with the key that was probably meant', () => {
  expect(check('modelParameters: { maxModelLenn: 1 }')).toEqual([
    'unknown-key modelParameters.maxModelLenn: The chart reads no maxModelLenn in modelParameters. Did you mean maxModelLen?',
  ]);
  expect(check('modelParameters: { MAX_MODEL_LEN: 1 }')).toEqual([
    'unknown-key modelParameters.MAX_MODEL_LEN: The chart reads no MAX_MODEL_LEN in modelParameters. Did you mean maxModelLen?',
  ]);
  expect(check('nothingLikeIt: 1')).toEqual([
    'unknown-key nothingLikeIt: The chart reads no nothingLikeIt at the top of the file.',
  ]);
});

test('a key that is written already is not what another one was meant to be', () => {
  expect(check('modelParameters: { maxModelLenn: 1, maxModelLen: 1 }')).toEqual([
    'unknown-key modelParameters.maxModelLenn: The chart reads no maxModelLenn in modelParameters.',
  ]);
});

test('a key that stands in the wrong map is told where it belongs', () => {
  expect(check('inference: { modelServer: { rayVersion: "2.47.0" } }')).toEqual([
    'misplaced-key inference.modelServer.rayVersion: The chart reads no rayVersion in inference.modelServer; it reads inference.rayOptions.rayVersion. Move it there.',
  ]);
  const [finding] = validateValues(merged('inference: { modelServer: { replicas: 2 } }'), '0.1');
  expect(finding?.suggestions).toContainEqual({
    kind: 'move-key',
    to: ['inference', 'modelServer', 'deployment', 'replicas'],
  });
});

test('a map is not moved to where the chart wants a number', () => {
  const [finding] = validateValues(merged('modelParameters: { replicas: {} }'), '0.1');
  expect(finding?.code).toBe('unknown-key');
});

test('a name that stands everywhere does not tell where it was meant', () => {
  expect(check('enabled: true')).toEqual([
    'unknown-key enabled: The chart reads no enabled at the top of the file.',
  ]);
});

test('keys of the chart itself are known', () => {
  const isKnown = (path: readonly unknown[]) => path.join('.') === 'inference.ingress';
  const values = merged('inference: { ingress: { host: x } }');
  expect(validateValues(values, '0.1', isKnown)).toEqual([]);
  expect(validateValues(values, '0.1')).toHaveLength(1);
});

test('items of lists are told by their place', () => {
  const text =
    'inference: { modelServer: { deployment: { tolerations: [{ key: a }, { operater: Exists }] } } }';
  expect(check(text)).toEqual([
    'unknown-key inference.modelServer.deployment.tolerations.1.operater: The chart reads no operater in item 2 of inference.modelServer.deployment.tolerations. Did you mean operator?',
  ]);
});

test('what a condition wants is told once, on the map that lacks it', () => {
  expect(check('inference: { framework: rayVllm }')).toEqual([
    'missing-key inference.modelServer: framework is rayVllm on gpu, so inference.modelServer.vllmVersion must name the vLLM that Ray installs, such as "0.9.1".',
  ]);
});

test('no key is answered with the schema library’s own words', () => {
  const wrong = [1, 'x', true, [], {}, [{}]].flatMap((value) =>
    keyPaths([]).flatMap((path) =>
      validateValues(
        mergeLayers([defaults, layer('document', JSON.stringify(nested(path, value)))]),
        '0.1',
      ),
    ),
  );
  expect(wrong.length).toBeGreaterThan(300);
  for (const { message } of wrong) {
    expect(message).toMatch(/^.+[.?]$/);
    expect(message).not.toMatch(
      /must (be|match|NOT|have) (one|exactly|a schema|"|additional)|anyOf|oneOf/,
    );
  }
});

test('a file of nothing but mistakes is not an endless list', () => {
  const keys = Array.from({ length: 5_000 }, (_, index) => `key${index}: 1`);
  expect(validateValues(merged(keys.join('\n')), '0.1')).toHaveLength(200);
});

test('a generation without a schema is not judged', () => {
  expect(validateValues(merged('nothingLikeIt: 1'), undefined)).toEqual([]);
});

test('a key is described by the schema', () => {
  expect(describeKey('0.1', ['inference', 'accelerator'])).toMatchObject({
    type: ['string'],
    default: 'gpu',
    enum: ['gpu', 'neuron'],
  });
  expect(describeKey('0.1', ['modelParameters', 'maxModelLen'])).toMatchObject({
    type: ['integer'],
    minimum: 1,
  });
  expect(describeKey('0.1', [])?.children).toContain('inference');
  expect(describeKey('0.1', ['inference', 'constructor'])).toBeUndefined();
  expect(describeKey(undefined, ['inference'])).toBeUndefined();
});

test('every key of the schema is described in words', () => {
  const silent = keyPaths([]).filter((path) => !describeKey('0.1', path)?.description);
  expect(silent).toEqual([]);
});

function layer(kind: 'chart' | 'document', text: string): Layer {
  return { origin: { kind }, document: parse(text) };
}

function merged(text: string) {
  return mergeLayers([defaults, layer('document', text)]);
}

/** "code path: sentence" of every finding. */
function check(text: string): readonly string[] {
  return validateValues(merged(text), '0.1').map(
    ({ code, path, message }) => `${code} ${path.join('.')}: ${message}`,
  );
}

function keyPaths(path: readonly string[]): readonly (readonly string[])[] {
  return (describeKey('0.1', path)?.children ?? []).flatMap((key) => [
    [...path, key],
    ...keyPaths([...path, key]),
  ]);
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}
