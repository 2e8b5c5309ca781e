import { standingAssumptions } from './assumptions.ts';
import type { Fit } from './fit.ts';
import { kvCapacity, kvLayout, requestBytes } from './kv-cache.ts';
import { estimateNeuronFit } from './neuron-fit.ts';
import type { FitRequest, GpuDevice } from './request.ts';
import { risksOf } from './risks.ts';
import { settle } from './settings.ts';
import { worstStage } from './stage.ts';
import { gib } from './units.ts';
import { judge } from './verdict.ts';
import { weightBytes } from './weights.ts';

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
  assumptions.push(...standingAssumptions(settings, weights));
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
