import { minimumSm } from '../catalog/quantization.ts';
import { parameterPath } from '../catalog/values-paths.ts';
import { parseVersion } from '../catalog/versions.ts';
import { estimateFit } from '../fit/estimate.ts';
import type { Fit, KnownFit } from '../fit/fit.ts';
import type { FitRequest, GpuDevice, ServingSettings } from '../fit/request.ts';
import { fitRequestOf } from '../fit/request-of-values.ts';
import { rankCapacity } from '../model/devices.ts';
import type { InferenceConfig } from '../model/inference-config.ts';
import type { Fact } from '../model/merged-values.ts';
import { dividesHeads, worldSize } from './parallel-sizes.ts';
import type { Fix } from './fix.ts';
import { weightsShortage } from './weights-shortage.ts';

/** The memory estimate as far as rules may speak of it. */
export interface MemoryFit {
  readonly config: InferenceConfig;
  readonly request: FitRequest;
  readonly fit: KnownFit;
  /** Model and card are measured or read, so that "does not fit" is sure. */
  readonly isSure: boolean;
  /** What decides the outcome, in the order in which users turn to it. */
  readonly deciding: readonly Fact[];
}

/**
 * Absent where the estimate is unknown, where the model is the chart's default (nobody chose it),
 * and where another fault comes first: weights too large by themselves, more ranks than devices, a
 * context that the model does not have.
 */
export function memoryFit(config: InferenceConfig): MemoryFit | undefined {
  const { modelId, maxModelLen, known, tensorParallelSize, gpuMemoryUtilization } = config;
  if (modelId === undefined || modelId.origin.kind === 'chart') return undefined;
  const request = fitRequestOf(config);
  if (!request.ok || hasEarlierFault(config, request.value)) return undefined;
  const fit = mostHopeful(request.value);
  if (fit.verdict === 'unknown') return undefined;
  const facts = [maxModelLen, gpuMemoryUtilization, tensorParallelSize, modelId];
  return {
    config,
    request: request.value,
    fit,
    isSure: isSure(request.value),
    deciding: [...facts, known.instance && config.instanceType].filter(
      (fact) => fact !== undefined,
    ),
  };
}

/** Single changes after which the estimate says "fits", the one that costs least first. */
export function memoryFixes({ config, request }: MemoryFit): readonly Fix[] {
  const fits = (changed: ServingSettings) =>
    mostCautious({ ...request, ...changed }).verdict === 'fits';
  const set = (key: keyof ServingSettings, value: number): Fix => ({
    title: `Set ${key} to ${value}`,
    isSafe: false,
    edits: [{ kind: 'set', path: parameterPath(key), value }],
  });
  const size = spareSizes(config, request).find((tensorParallelSize) =>
    fits({ tensorParallelSize }),
  );
  const share = request.gpuMemoryUtilization;
  const length = longestThatFits(request, fits);
  return [
    ...(size === undefined ? [] : [set('tensorParallelSize', size)]),
    ...(request.device.kind === 'gpu' &&
    share !== undefined &&
    share < 0.9 &&
    fits({ gpuMemoryUtilization: 0.9 })
      ? [set('gpuMemoryUtilization', 0.9)]
      : []),
    ...(length === undefined ? [] : [set('maxModelLen', length)]),
  ];
}

/** "Set a to 1, or set b to 2." */
export function tellFixes(fixes: readonly Fix[]): string {
  return `${fixes.map(({ title }, index) => (index === 0 ? title : title.replace('Set', 'set'))).join(', or ')}.`;
}

/** An unknown version may be an old one, in which CUDA graphs lie outside the budget. */
const oldVersion = parseVersion('0.10.0');

function judged(request: FitRequest): readonly Fit[] {
  const asAsked = estimateFit(request);
  if (request.vllmVersion !== undefined || oldVersion === undefined) return [asAsked];
  return [asAsked, estimateFit({ ...request, vllmVersion: oldVersion })];
}

const order: readonly Fit['verdict'][] = ['unknown', 'fits', 'tight', 'does-not-fit'];

function mostHopeful(request: FitRequest): Fit {
  return judged(request).reduce((best, fit) =>
    order.indexOf(fit.verdict) < order.indexOf(best.verdict) ? fit : best,
  );
}

function mostCautious(request: FitRequest): Fit {
  return judged(request).reduce((worst, fit) =>
    order.indexOf(fit.verdict) > order.indexOf(worst.verdict) ? fit : worst,
  );
}

function hasEarlierFault(config: InferenceConfig, { model, ...request }: FitRequest): boolean {
  const { known } = config;
  const world = worldSize(config);
  const size = request.tensorParallelSize ?? 1;
  const most = model.maxPositionEmbeddings;
  if (weightsShortage(config) !== undefined) return true;
  if (most !== undefined && (request.maxModelLen ?? 0) > most) return true;
  if (request.device.kind === 'gpu') {
    if (!dividesHeads(size, model) || isTooOld(request.device, { model, ...request })) return true;
  }
  return (
    world !== undefined &&
    known.devices !== undefined &&
    !config.isRay &&
    world.ranks > rankCapacity(known.devices, known.instance).most
  );
}

/** A card that refuses the checkpoint as it is: then memory is not what to mend. */
function isTooOld({ sm }: GpuDevice, { model, quantization, vllmVersion }: FitRequest): boolean {
  const method = quantization ?? model.quantization;
  const needed = method === undefined ? undefined : minimumSm(method, vllmVersion);
  return sm !== undefined && needed !== undefined && sm < needed;
}

/** Sizes of quantised weights are worked out unless the checkpoint itself was weighed. */
function isSure({ model, device, quantization }: FitRequest): boolean {
  if (device.kind !== 'gpu' || !device.isMeasured || model.confidence === 'recalled') return false;
  const isQuantized = model.quantization !== undefined || quantization !== undefined;
  return !isQuantized || (quantization === undefined && model.weightsGiB !== undefined);
}

/** Larger tensor parallel sizes for which the pod already has the devices. */
function spareSizes({ known }: InferenceConfig, request: FitRequest): readonly number[] {
  const { tensorParallelSize = 1, pipelineParallelSize = 1, model, device } = request;
  if (known.devices?.unit !== 'gpu' || device.kind !== 'gpu') return [];
  const most = Math.floor(known.devices.count / pipelineParallelSize);
  return [2, 4, 8, 16].filter(
    (size) => size > tensorParallelSize && size <= most && dividesHeads(size, model),
  );
}

/** In steps of 1024 tokens; absent when not even the first one fits. */
function longestThatFits(
  { maxModelLen, model }: FitRequest,
  fits: (changed: ServingSettings) => boolean,
): number | undefined {
  const step = 1024;
  const now = maxModelLen ?? model.maxPositionEmbeddings;
  if (now === undefined) return undefined;
  let low = 0;
  let high = Math.ceil(now / step) - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits({ maxModelLen: middle * step })) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? undefined : low * step;
}
