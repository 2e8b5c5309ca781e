import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { instanceTypes, type InstanceType } from '../../server/src/catalog/instance-types.ts';
import { findModel, models, type ModelFacts } from '../../server/src/catalog/models.ts';
import { tensorParallelDegrees } from '../../server/src/catalog/neuron.ts';
import { instanceDevice } from '../../server/src/fit/device.ts';
import type { Fit } from '../../server/src/fit/fit.ts';
import { bySize, gpuTensorParallelSizes } from '../../server/src/fit/instance-fits.ts';
import { fitOfValues } from '../../server/src/fit/values-fit.ts';
import type { InferenceConfig } from '../../server/src/model/inference-config.ts';
import { boxChart } from '../lint/charts.ts';
import { judge } from '../lint/judge.ts';

/** What `docs/presets.md` promises of a preset. */
const root = join(import.meta.dirname, '../..');

const presets = readdirSync(join(root, 'presets')).map((file) => {
  const text = readFileSync(join(root, 'presets', file), 'utf8');
  return { file, text, config: judge(text, boxChart).analysis.config };
});

/** The first presets name the hardware that the chart's first samples did, or one replica of several. */
const namedByTheChart: ReadonlySet<string> = new Set([
  'values-autoscaling-ray-vllm.yaml',
  'values-deepseek-r1-distill-llama-8b-ray-vllm-gpu.yaml',
  'values-llama-32-1b-ray-vllm.yaml',
  'values-mistral-small-24b-ray-vllm.yaml',
]);

describe.each(presets)('$file', ({ file, text, config }) => {
  test('fits, with room for several requests of its context length', () => {
    expect(isRoomy(fitOfValues(config))).toBe(true);
    expect(config.maxModelLen?.origin.kind).toBe('document');
    expect(config.maxNumSeqs?.origin.kind).toBe('document');
  });

  test('the host has room for the weights', () => {
    const pod = config.requests.get('memory')?.value ?? 0;
    expect(pod / 2 ** 30).toBeGreaterThanOrEqual(hostGiB(config));
    const node = config.known.instance?.allocatable?.memoryMi ?? 0;
    expect(pod / 2 ** 20).toBeLessThanOrEqual(node);
  });

  test('no smaller instance type would do', () => {
    const smaller = candidates(config).find((type) => wouldDo(type, config));
    if (namedByTheChart.has(file)) expect(smaller?.name).not.toBe(config.instanceType?.value);
    else expect(smaller?.name).toBe(config.instanceType?.value);
  });

  test('takes every device of its node, and a size that divides the heads', () => {
    const { known, tensorParallelSize } = config;
    expect(known.devices?.count).toBe(known.instance?.deviceCount);
    expect(known.model && known.model.attentionHeads % (tensorParallelSize?.value ?? 1)).toBe(0);
  });

  test('says the same in its name, its comments and its values', () => {
    const { accelerator, framework, instanceType, serviceName, known, modelId } = config;
    expect(file.includes('ray-vllm')).toBe(framework?.value === 'rayVllm');
    expect(file.includes('-neuron')).toBe(accelerator?.value === 'neuron');
    expect(text).toMatch(/^# title: .+\n# description: .+\.\n# hardware: .+[^.]\n\n/);
    expect(hardwareLine(text)).toContain(instanceType?.value);
    expect(hardwareLine(text)).toContain(`${known.instance?.deviceCount} `);
    expect(serviceName?.value).toMatch(/^[a-z][a-z0-9-]{1,40}$/);
    const isGated = findModel(modelId?.value ?? '')?.isGated;
    expect(isGated ?? text.includes(' Gated: ')).toBe(text.includes(' Gated: '));
  });
});

test('titles and service names are not used twice', () => {
  const titles = presets.map(({ text }) => text.split('\n')[0]);
  const names = presets.map(({ config }) => config.serviceName?.value);
  expect(new Set(titles).size).toBe(presets.length);
  expect(new Set(names).size).toBe(presets.length);
});

test('every model that we have facts of has a preset, or docs/presets.md says why not', () => {
  const page = readFileSync(join(root, 'docs/presets.md'), 'utf8');
  const excused = new Set([...page.matchAll(/`([\w.-]+\/[\w.-]+)`/g)].map(([, id]) => id));
  const served = new Set(presets.map(({ config }) => config.modelId?.value));
  const facts = models.map(({ id }) => id);
  expect(facts.filter((id) => !served.has(id) && !excused.has(id))).toEqual([]);
  expect([...excused].filter((id) => served.has(id) || !facts.includes(id ?? ''))).toEqual([]);
});

/** Families in which current vLLM and the Neuron image of the presets are at home. */
const families: ReadonlySet<string> = new Set([
  ...['g6', 'g6e', 'p5', 'p5en', 'p6-b200'],
  ...['inf2', 'trn1', 'trn2'],
]);

/** Without NVLink more than four GPUs talk too slowly to share each layer. */
function candidates({ accelerator }: InferenceConfig): readonly InstanceType[] {
  return instanceTypes
    .filter((type) => type.acceleratorKind === accelerator?.value && families.has(type.family))
    .filter((type) => type.allocatable !== undefined)
    .filter((type) => type.nvlink || type.neuron !== undefined || type.deviceCount <= 4)
    .toSorted(bySize);
}

function wouldDo(type: InstanceType, config: InferenceConfig): boolean {
  const { model } = config.known;
  const device = instanceDevice(type);
  const tensorParallelSize = model && wholeNode(type, model);
  if (device === undefined || tensorParallelSize === undefined) return false;
  // DaemonSets and the system need the rest of what the node allows.
  const host = (0.85 * (type.allocatable?.memoryMi ?? 0)) / 1024;
  return host >= hostGiB(config) && isRoomy(fitOfValues(config, { device, tensorParallelSize }));
}

/** The tensor parallel size that uses all of a node, or as much of it as the model can. */
function wholeNode(type: InstanceType, model: ModelFacts): number | undefined {
  const { neuron, deviceCount } = type;
  if (neuron === undefined)
    return gpuTensorParallelSizes(model, deviceCount).find((size) => size === deviceCount);
  return tensorParallelDegrees(neuron.device, neuron.logicalCores)?.findLast(
    (size) => model.attentionHeads % size === 0,
  );
}

/** Two requests of full length at once, or what is compiled on Neuron with a host that can compile it. */
function isRoomy(fit: Fit): boolean {
  if (fit.verdict !== 'fits') return false;
  return fit.maxConcurrency >= 2 && fit.risks.every(({ kind }) => kind !== 'host-memory');
}

/** The checkpoint is read through the host's memory, and vLLM's own processes need some. */
function hostGiB(config: InferenceConfig): number {
  const fit = fitOfValues(config);
  if (fit.verdict === 'unknown') throw new Error(fit.missing.join());
  const ranks = config.accelerator?.value === 'gpu' ? (config.tensorParallelSize?.value ?? 1) : 1;
  return fit.weightsGiB * ranks + 4;
}

function hardwareLine(text: string): string {
  return /^# hardware: (.*)$/m.exec(text)?.[1] ?? '';
}
