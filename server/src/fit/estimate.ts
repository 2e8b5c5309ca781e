import { activationBytes } from './activation.ts';
import { kvCapacity, kvLayout, requestBytes } from './kv-cache.ts';
import { estimateNeuronFit } from './neuron-fit.ts';
import { cudaGraphs, nonTorchGiB } from './overhead.ts';
import type { FitRequest, GpuDevice } from './request.ts';
import { settle, type GpuSettings } from './settings.ts';
import { gib } from './units.ts';
import { weightBytes, type WeightBytes } from './weights.ts';

/** Per GPU, or per group of `tensorParallelSize` logical cores on Neuron. GiB is 2^30 bytes. */
export type Fit = KnownFit | UnknownFit;

export interface KnownFit {
  readonly verdict: 'fits' | 'tight' | 'does-not-fit';
  /** One sentence that says why. */
  readonly reason: string;
  readonly weightsGiB: number;
  /** Memory left for the KV cache; 0 when nothing is left. */
  readonly kvCacheGiB: number;
  readonly kvCacheTokens: number;
  /** Requests of `maxModelLen` tokens at once. */
  readonly maxConcurrency: number;
  /** What vLLM may take in all. */
  readonly budgetGiB: number;
  /** KV cache that one request of `maxModelLen` tokens needs. */
  readonly requestGiB: number;
  /** Longest context of which one request fits, tokens; 0 when none does. */
  readonly longestContext: number;
  readonly maxModelLen: number;
  readonly breakdown: Breakdown;
  /** What may still go wrong after the KV cache is sized. */
  readonly risks: readonly string[];
  readonly assumptions: readonly string[];
}

export interface UnknownFit {
  readonly verdict: 'unknown';
  /** What would have to be known. */
  readonly missing: readonly string[];
  readonly assumptions: readonly string[];
}

/** Parts of one device's memory, GiB; they add up to `totalGiB` where the verdict is not "does-not-fit". */
export interface Breakdown {
  readonly totalGiB: number;
  readonly weightsGiB: number;
  readonly activationGiB: number;
  readonly nonTorchGiB: number;
  readonly cudaGraphGiB: number;
  readonly kvCacheGiB: number;
  /** Left outside the budget, after graphs that are captured there. */
  readonly freeGiB: number;
}

/**
 * Predicts whether vLLM starts and how much KV cache it gets, from the model's shape, the device
 * and the values. A pure function: every assumption it made is in the answer, and what it cannot
 * know makes the verdict `unknown`, never a guess. It does not model LoRA adapters, speculative
 * decoding, CPU offloading, or other processes on the device.
 */
export function estimateFit(request: FitRequest): Fit {
  return request.device.kind === 'neuron'
    ? estimateNeuronFit(request, request.device)
    : estimateGpuFit(request, request.device);
}

function estimateGpuFit(request: FitRequest, gpu: GpuDevice): Fit {
  const assumptions: string[] = [];
  const settings = settle(request, gpu, assumptions);
  if ('missing' in settings) return { verdict: 'unknown', missing: settings.missing, assumptions };
  const layout = kvLayout(settings);
  if (layout === undefined) {
    const missing = ['how many key-value heads the model has, and how large they are'];
    return { verdict: 'unknown', missing, assumptions };
  }

  const weights = weightBytes(settings);
  assumptions.push(...standing(settings, weights));
  const stage = worstStage(settings, weights);
  const budgetGiB = gpu.totalGiB * settings.gpuMemoryUtilization;
  const available = (budgetGiB - stage.usedGiB) * gib;
  const capacity = kvCapacity(layout, settings, available);
  const requestGiB = requestBytes(layout, settings, settings.maxModelLen) / gib;
  const marginGiB = available / gib - requestGiB;
  const kvCacheGiB = Math.max(0, available / gib);
  const { verdict, reason } = judge(settings, { stage, budgetGiB, requestGiB, marginGiB });
  return {
    verdict,
    reason,
    weightsGiB: stage.weightsGiB,
    kvCacheGiB,
    kvCacheTokens: capacity.tokens,
    maxConcurrency: capacity.concurrency,
    budgetGiB,
    requestGiB,
    longestContext: capacity.longestRequest,
    maxModelLen: settings.maxModelLen,
    breakdown: {
      totalGiB: gpu.totalGiB,
      weightsGiB: stage.weightsGiB,
      activationGiB: stage.activationGiB,
      nonTorchGiB: stage.nonTorchGiB,
      cudaGraphGiB: stage.graphs.gib,
      kvCacheGiB,
      freeGiB: gpu.totalGiB - budgetGiB - (stage.graphs.isInBudget ? 0 : stage.graphs.gib),
    },
    risks: risksOf(settings, stage, kvCacheGiB, capacity.concurrency),
    assumptions,
  };
}

type Stage = ReturnType<typeof stageUse>;

/** The stage with the least room decides: all stages get as many blocks as the poorest can hold. */
function worstStage(settings: GpuSettings, weights: WeightBytes): Stage {
  const last = stageUse(settings, weights, { isLast: true });
  if (settings.pipelineParallelSize === 1) return last;
  const first = stageUse(settings, weights, { isLast: false });
  return first.usedGiB > last.usedGiB ? first : last;
}

function stageUse(
  settings: GpuSettings,
  weights: WeightBytes,
  stage: { readonly isLast: boolean },
) {
  const { tensorParallelSize: ranks, pipelineParallelSize: stages } = settings;
  // With several stages, the first holds the embedding and the last the head.
  const tables = stages === 1 ? weights.tables : 1;
  const weightsGiB = (weights.layers / stages + tables * weights.table) / ranks / gib;
  const activationGiB = activationBytes(settings, stage) / gib;
  const nonTorch = nonTorchGiB(settings);
  const graphs = cudaGraphs(settings, Math.ceil(settings.model.layers / stages));
  const usedGiB = weightsGiB + activationGiB + nonTorch + (graphs.isInBudget ? graphs.gib : 0);
  return { weightsGiB, activationGiB, nonTorchGiB: nonTorch, graphs, usedGiB };
}

function judge(
  settings: GpuSettings,
  size: {
    readonly stage: Stage;
    readonly budgetGiB: number;
    readonly requestGiB: number;
    readonly marginGiB: number;
  },
): Pick<KnownFit, 'verdict' | 'reason'> {
  const { stage, budgetGiB, requestGiB, marginGiB } = size;
  const tolerance = toleranceOf(settings) * settings.gpu.totalGiB;
  if (Math.abs(marginGiB) < tolerance) {
    const reason = `One request of ${settings.maxModelLen} tokens needs ${show(requestGiB)} GiB of KV cache and about ${show(requestGiB + marginGiB)} GiB is left: too close to call.`;
    return { verdict: 'tight', reason };
  }
  if (marginGiB > 0) {
    const reason = `${show(requestGiB + marginGiB)} GiB is left for the KV cache; one request of ${settings.maxModelLen} tokens needs ${show(requestGiB)} GiB.`;
    return { verdict: 'fits', reason };
  }
  if (stage.weightsGiB > budgetGiB) {
    const reason = `The weights take ${show(stage.weightsGiB)} GiB of each GPU and vLLM may use ${show(budgetGiB)} GiB.`;
    return { verdict: 'does-not-fit', reason };
  }
  const left = requestGiB + marginGiB;
  const reason =
    left <= 0
      ? `Weights and working memory take ${show(stage.usedGiB)} GiB of the ${show(budgetGiB)} GiB that vLLM may use: nothing is left for the KV cache.`
      : `One request of ${settings.maxModelLen} tokens needs ${show(requestGiB)} GiB of KV cache and ${show(left)} GiB is left.`;
  return { verdict: 'does-not-fit', reason };
}

/**
 * Share of a GPU's memory within which the verdict is "tight". The parts besides weights and KV
 * cache are known to about 2 %; for mixtures of experts over several GPUs the estimate is up to
 * 4 GiB too hopeful, and a memory size we worked out ourselves is no better known than that.
 */
function toleranceOf(settings: GpuSettings): number {
  const isSpreadMixture = settings.model.experts !== undefined && settings.tensorParallelSize > 1;
  return isSpreadMixture || !settings.gpu.isMeasured ? 0.05 : 0.02;
}

function risksOf(
  settings: GpuSettings,
  stage: Stage,
  kvCacheGiB: number,
  concurrency: number,
): readonly string[] {
  const outside = settings.gpu.totalGiB * (1 - settings.gpuMemoryUtilization);
  const graphs = stage.graphs.isInBudget ? 0 : stage.graphs.gib;
  const risks: string[] = [];
  if (kvCacheGiB > 0 && graphs > 0) {
    const isSmall = settings.gpu.totalGiB < 25 && settings.gpuMemoryUtilization >= 0.92;
    if (outside < graphs + 1 || isSmall) {
      risks.push(
        `CUDA graphs (about ${show(graphs)} GiB) are captured outside the budget in this vLLM version, and gpuMemoryUtilization leaves ${show(outside)} GiB: capture may run out of memory.`,
      );
    }
  }
  if (concurrency > 0 && concurrency < settings.maxNumSeqs) {
    risks.push(
      `${concurrency.toFixed(1)} requests of full length fit at once and maxNumSeqs is ${settings.maxNumSeqs}: further ones wait or are preempted.`,
    );
  }
  return risks;
}

function standing(settings: GpuSettings, weights: WeightBytes): readonly string[] {
  const { model, gpu, version } = settings;
  const basis = {
    loaded: 'what vLLM printed as loaded',
    checkpoint: 'the size of the checkpoint',
    parameters: 'the parameter count',
  };
  return [
    `Weights come from ${basis[weights.basis]} (${model.siblingOf ?? model.id}).`,
    ...(model.confidence === 'recalled' ? ['The shape of the model is from memory.'] : []),
    ...(model.attention.linearLayers > 0
      ? ['The state of linear-attention layers (fixed per request) is not counted.']
      : []),
    ...(gpu.isMeasured
      ? []
      : [`${gpu.name} is taken to show ${show(gpu.totalGiB)} GiB; no log was found.`]),
    ...(settings.engine === 'V0' ? ['The V0 engine runs.'] : []),
    ...(version === undefined || settings.quantization === undefined
      ? []
      : [`Quantised weights are ${settings.quantization}; embeddings and head stay in 16 bits.`]),
    'Nothing else runs on the GPU; no LoRA adapters, speculative decoding or CPU offloading.',
  ];
}

function show(gibibytes: number): string {
  return gibibytes.toFixed(gibibytes < 10 ? 2 : 1);
}
