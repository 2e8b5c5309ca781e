import type { KnownFit } from '../fit/fit.ts';
import type { FitRequest } from '../fit/request.ts';
import { fitRequestOf } from '../fit/request-of-values.ts';
import { showGiB } from '../fit/units.ts';
import { fitOfValues } from '../fit/values-fit.ts';
import type { Analysis } from './analysis.ts';
import { eachDevice, showTokens } from './explain-fit.ts';

/** The memory of one device, or of one group of Neuron cores, as a picture with captions. */
export interface FitPicture {
  readonly title: string;
  readonly verdict: KnownFit['verdict'];
  readonly reason: string;
  readonly parts: readonly PicturePart[];
  readonly figures: readonly (readonly [label: string, text: string])[];
  readonly risks: readonly string[];
  readonly assumptions: readonly string[];
}

export interface PicturePart {
  readonly kind: PartKind;
  readonly label: string;
  readonly size: string;
  /** Share of the whole bar; the shares of a picture add up to 1. */
  readonly share: number;
}

export type PartKind =
  'weights' | 'activations' | 'overhead' | 'graphs' | 'kv-cache' | 'free' | 'missing';

export interface NoPicture {
  readonly title: string;
  readonly verdict: 'unknown';
  readonly missing: readonly string[];
}

export function fitPicture({ config }: Analysis): FitPicture | NoPicture {
  const title = config.modelId?.value ?? 'No model';
  const request = fitRequestOf(config);
  if (!request.ok) return { title, verdict: 'unknown', missing: request.failure };
  const fit = fitOfValues(config);
  if (fit.verdict === 'unknown') return { title, verdict: 'unknown', missing: fit.missing };
  const { device, tensorParallelSize = 1 } = request.value;
  const instance = config.known.instance?.name;
  return {
    title: `${title} on ${eachDevice(device, tensorParallelSize)}${instance === undefined ? '' : ` of ${instance}`}`,
    verdict: fit.verdict,
    reason: fit.reason,
    parts: partsOf(fit, request.value),
    figures: figuresOf(fit, request.value),
    risks: fit.risks.map(({ message }) => message),
    assumptions: fit.assumptions,
  };
}

/** Where one request does not fit, the bar grows by what it lacks. */
function partsOf(fit: KnownFit, { device }: FitRequest): readonly PicturePart[] {
  const { weightsGiB, activationGiB, nonTorchGiB, cudaGraphGiB, kvCacheGiB, freeGiB } =
    fit.breakdown;
  const isShort = fit.verdict === 'does-not-fit';
  const sizes: readonly (readonly [PartKind, string, number])[] = [
    ['weights', 'Weights', weightsGiB],
    ['activations', 'Activations', activationGiB],
    ['overhead', 'CUDA and NCCL', nonTorchGiB],
    ['graphs', 'CUDA graphs', cudaGraphGiB],
    ['kv-cache', 'KV cache', kvCacheGiB],
    ['missing', 'Missing', isShort ? lack(fit) : 0],
    ['free', device.kind === 'gpu' ? 'Left to others' : 'Free', isShort ? 0 : Math.max(0, freeGiB)],
  ];
  const shown = sizes.filter(([kind, , size]) => size > 0 || kind === 'kv-cache');
  const whole = shown.reduce((sum, [, , size]) => sum + size, 0);
  return shown.map(([kind, label, size]) => ({
    kind,
    label,
    size: `${showGiB(size)} GiB`,
    share: whole === 0 ? 0 : size / whole,
  }));
}

/** What is short of the budget once everything, and one request, has its place. */
function lack({ breakdown, budgetGiB, requestGiB, kvCacheGiB }: KnownFit): number {
  const { weightsGiB, activationGiB, nonTorchGiB } = breakdown;
  const over = Math.max(0, weightsGiB + activationGiB + nonTorchGiB - budgetGiB);
  return Math.max(0, requestGiB - kvCacheGiB) + over;
}

function figuresOf(
  fit: KnownFit,
  { model, device, tensorParallelSize = 1, pipelineParallelSize = 1 }: FitRequest,
): readonly (readonly [string, string])[] {
  const limit = model.maxPositionEmbeddings ?? Number.POSITIVE_INFINITY;
  const longest =
    fit.longestContext >= limit
      ? `${showTokens(limit)} tokens, all that the model has`
      : `${showTokens(fit.longestContext)} tokens`;
  const copies = tensorParallelSize * pipelineParallelSize;
  return [
    ['KV cache', `${showTokens(fit.kvCacheTokens)} tokens`],
    [`Requests of ${showTokens(fit.maxModelLen)} tokens at once`, fit.maxConcurrency.toFixed(1)],
    ['Longest context', longest],
    device.kind === 'gpu'
      ? ['vLLM may take', `${showGiB(fit.budgetGiB)} of ${showGiB(fit.breakdown.totalGiB)} GiB`]
      : ['Memory of the cores', `${showGiB(fit.budgetGiB)} GiB`],
    [device.kind === 'gpu' ? 'GPUs for one copy' : 'Cores for one copy', String(copies)],
  ];
}
