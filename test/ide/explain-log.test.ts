import { expect, test } from 'vitest';
import { explainLog } from '../../server/src/ide/explain-log.ts';
import { applyEdit } from '../../server/src/syntax/edit-values.ts';
import { openFixture } from './open-fixture.ts';

const log = [
  'INFO 11-20 10:00:00 [model_runner.py:1] Model loading took 14.99 GiB and 8.1 seconds',
  "ValueError: To serve at least one request with the models's max seq len (131072), (16.00 GiB KV cache is needed, which is larger than the available KV cache memory (3.57 GiB). Based on the available memory, the estimated maximum model length is 29200. Try increasing `gpu_memory_utilization` or decreasing `max_model_len` when initializing the engine.",
].join('\n');

const values =
  'modelParameters:\n  modelId: meta-llama/Llama-3.1-8B-Instruct\n  maxModelLen: 131072\n';

test('a failure leads to the line that decides it and to a fix that the log proves', () => {
  const { analysis } = openFixture(values);
  const { failures, figures } = explainLog(log, analysis);
  const [failure, ...others] = failures;
  expect(others).toEqual([]);
  expect(failure).toMatchObject({
    line: 1,
    keys: [{ key: 'maxModelLen', value: '131072' }, {}, {}, {}],
  });
  const { span } = failure?.keys[0] ?? {};
  expect(values.slice(span?.start, span?.end)).toBe('131072');
  expect(failure?.keys[1]).toEqual({
    key: 'gpuMemoryUtilization',
    value: "0.8 (the chart's default)",
  });
  const [fix] = failure?.fixes ?? [];
  expect(fix?.title).toBe('Set maxModelLen to 29200');
  expect(fix?.edit && applyEdit(values, fix.edit)).toBe(values.replace('131072', '29200'));
  expect(figures).toContainEqual(['Weights', '15.0 GiB']);
});

test('without a values file the log is explained all the same', () => {
  const [failure] = explainLog(log, undefined).failures;
  expect(failure?.keys[0]).toEqual({ key: 'maxModelLen' });
  expect(failure?.fixes).toEqual([{ title: 'Set maxModelLen to 29200' }]);
});

test('keys outside modelParameters are found in their place', () => {
  const { analysis } = openFixture(
    'inference:\n  modelServer:\n    deployment:\n      instanceType: g4dn.xlarge\n',
  );
  const said = explainLog(
    'ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0. Your Tesla T4 GPU has compute capability 7.5.',
    analysis,
  );
  expect(said.failures[0]?.keys).toMatchObject([{ key: 'dtype' }, { value: 'g4dn.xlarge' }]);
});

test('text that says nothing is explained by nothing, broken files included', () => {
  expect(explainLog('hello', undefined)).toEqual({ failures: [], figures: [] });
  const { analysis } = openFixture('modelParameters: [\n');
  expect(explainLog(log, analysis).failures[0]?.fixes[0]?.edit).toBeUndefined();
});
