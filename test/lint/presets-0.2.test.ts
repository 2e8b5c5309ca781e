import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tagWithoutGpu } from '../../server/src/catalog/ray.ts';
import { fitOfValues } from '../../server/src/fit/values-fit.ts';
import { diagnose } from '../../server/src/ide/diagnostics.ts';
import type { InferenceConfig } from '../../server/src/model/inference-config.ts';
import type { Fact } from '../../server/src/model/merged-values.ts';
import { boxChart, known02, wholeChart02 } from './charts.ts';
import { judge } from './judge.ts';

const root = join(import.meta.dirname, '../..');
const read = (folder: string, file: string) => readFileSync(join(root, folder, file), 'utf8');

/** A preset for charts 0.2 says what the preset of the same name says to the chart in the box. */
describe.each(readdirSync(join(root, 'presets-0.2')))('%s', (file) => {
  const { analysis } = judge(read('presets-0.2', file), known02);
  const boxed = judge(read('presets', file), boxChart).analysis.config;

  test('has nothing to be told but that its chart is not at hand', () => {
    expect(diagnose(analysis).map(({ code }) => code)).toEqual(['chart-not-found']);
  });

  test('has no error under an older chart either, with its script in sight', () => {
    const older = judge(read('presets-0.2', file), wholeChart02).analysis;
    const severe = diagnose(older).filter(
      ({ code, severity }) =>
        // Charts before 0.2.3 print `true` behind a switch, and say so with a fix.
        code !== 'switch-given-value' && (severity === 'error' || severity === 'warning'),
    );
    expect(severe).toEqual([]);
  });

  test('serves the same model on the same devices with the same flags', () => {
    expect(factsOf(analysis.config)).toEqual(factsOf(boxed));
  });

  test('fits as the other one does', () => {
    expect(fitOfValues(analysis.config).verdict).toBe(fitOfValues(boxed).verdict);
  });
});

/** What runs, whichever words say it. */
function factsOf(config: InferenceConfig) {
  const value = <Value>(fact: Fact<Value> | undefined) => fact?.value;
  const quantities = (facts: ReadonlyMap<string, Fact<number>>) =>
    Object.fromEntries([...facts].map(([name, fact]) => [name, fact.value]));
  const { imageRepository, imageTag, isRay, known } = config;
  return {
    isRay,
    ...{
      isAutoscaling: config.isAutoscaling,
      tensorParallelSize: value(config.tensorParallelSize),
    },
    ...{ accelerator: value(config.accelerator), serviceName: value(config.serviceName) },
    ...{ model: value(config.modelId), instanceType: value(config.instanceType) },
    image: `${String(value(imageRepository))}:${tagWithoutGpu(String(value(imageTag))) ?? String(value(imageTag))}`,
    ...{ vllm: known.vllm?.text, ray: isRay ? value(config.rayVersion) : undefined },
    ...{ replicas: value(config.replicas), maxModelLen: value(config.maxModelLen) },
    workers: isRay ? [value(config.minReplicas), value(config.maxReplicas)] : [],
    ...{ requests: quantities(config.requests), limits: quantities(config.limits) },
    ...{ devices: known.devices?.count, resource: known.devices?.resource },
    flags: flagsOf(config),
  };
}

/** Flags that vLLM has by itself, has no more, or passes over, and names for the chart's script alone. */
const aside = new Set([
  ...['model-id', 'num-gpus', 'tokenizer-pool-size', 'max-parallel-loading-workers'],
  ...['pipeline-parallel-size', 'max-num-seq'],
]);

function flagsOf({ accelerator, flags, isRay, maxModelLen }: InferenceConfig) {
  const found = new Map<string, unknown>();
  for (const [name, { value }] of flags) {
    if (aside.has(name) || (accelerator?.value === 'neuron' && name === 'gpu-memory-utilization'))
      continue;
    const isOpposite = name.startsWith('no-') && value === true;
    found.set(isOpposite ? name.slice('no-'.length) : name, isOpposite ? false : plain(value));
  }
  // Without chunked prefill a step of the script's engine holds a whole prompt.
  const step = Number(found.get('max-num-batched-tokens'));
  if (isRay) found.set('max-num-batched-tokens', Math.max(step, maxModelLen?.value ?? 0));
  return Object.fromEntries([...found].sort(([a], [b]) => a.localeCompare(b)));
}

/** Numbers may stand in quotes, and JSON in quotes for the shell. */
function plain(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const [, json] = /^'(\{.*\})'$/.exec(value) ?? [];
  if (json !== undefined) return JSON.parse(json) as unknown;
  return /^[\d.]+$/.test(value) ? Number(value) : value;
}
