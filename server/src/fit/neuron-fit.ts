import { gibPerLogicalCore } from '../catalog/neuron.ts';
import type { Fit, Risk } from './fit.ts';
import { quantizationMethod } from './quantization-method.ts';
import type { FitRequest, NeuronCores } from './request.ts';
import { gib } from './units.ts';
import { weightBytes } from './weights.ts';

/**
 * Neuron compiles fixed shapes, so the KV cache is what `maxNumSeqs` requests of `maxModelLen`
 * tokens take, whatever gpuMemoryUtilization says. Weights and KV cache must fit in
 * `tensorParallelSize` logical cores (aws-neuron-sdk at 81ce03ae261e, NxD Inference feature guide).
 */
export function estimateNeuronFit(request: FitRequest, cores: NeuronCores): Fit {
  const { model } = request;
  const ranks = request.tensorParallelSize ?? 1;
  const maxModelLen = request.maxModelLen ?? model.maxPositionEmbeddings;
  const maxNumSeqs = request.maxNumSeqs ?? pluginMaxNumSeqs;
  const quantization = quantizationMethod(request.quantization, model.quantization);
  const perToken = bytesPerToken(request, ranks);
  const assumptions = [
    ...(request.maxModelLen === undefined && maxModelLen !== undefined
      ? [`maxModelLen is ${maxModelLen}, the longest context of the model.`]
      : []),
    ...(request.maxNumSeqs === undefined
      ? [`maxNumSeqs is ${maxNumSeqs}, the default of the Neuron plugin.`]
      : []),
    'Room for activations and compiler scratch is not modelled: above 90 % the verdict is "tight".',
    'Logical cores are at the default setting of the chip; gpuMemoryUtilization has no effect.',
  ];
  if (maxModelLen === undefined || perToken === undefined || quantization === 'unknown') {
    const missing = [
      ...(maxModelLen === undefined ? ['maxModelLen'] : []),
      ...(perToken === undefined ? ['the key-value heads of the model'] : []),
      ...(quantization === 'unknown' ? ['how large the quantised weights are'] : []),
    ];
    return { verdict: 'unknown', missing, assumptions };
  }

  const weights = weightBytes({ model, quantization, weightBytes: 2 });
  const weightsGiB = (weights.layers + weights.tables * weights.table) / gib;
  const budgetGiB = ranks * gibPerLogicalCore(cores.device);
  const requestGiB = (perToken * maxModelLen) / gib;
  const neededGiB = requestGiB * maxNumSeqs;
  const kvCacheGiB = Math.max(0, Math.min(neededGiB, budgetGiB - weightsGiB));
  const used = weightsGiB + neededGiB;
  const verdict = used > budgetGiB ? 'does-not-fit' : used > 0.9 * budgetGiB ? 'tight' : 'fits';
  const room = Math.max(0, budgetGiB - weightsGiB);
  return {
    verdict,
    reason: `Weights (${weightsGiB.toFixed(1)} GiB) and a KV cache for ${maxNumSeqs} x ${maxModelLen} tokens (${neededGiB.toFixed(1)} GiB) take ${used.toFixed(1)} GiB of ${budgetGiB.toFixed(0)} GiB in ${ranks} logical ${ranks === 1 ? 'core' : 'cores'}.`,
    weightsGiB,
    kvCacheGiB,
    kvCacheTokens: Math.floor((kvCacheGiB * gib) / perToken),
    maxConcurrency: Math.min(maxNumSeqs, (kvCacheGiB * gib) / perToken / maxModelLen),
    budgetGiB,
    requestGiB,
    longestContext: Math.floor((room * gib) / perToken / maxNumSeqs),
    maxModelLen,
    breakdown: {
      totalGiB: budgetGiB,
      weightsGiB,
      activationGiB: 0,
      nonTorchGiB: 0,
      cudaGraphGiB: 0,
      kvCacheGiB,
      freeGiB: Math.max(0, budgetGiB - used),
    },
    risks: hostRisks(weightsGiB, cores),
    assumptions,
  };
}

/** Default of the vLLM plugin on NxD Inference (vllm-project/vllm-neuron at a5ef7c88). */
const pluginMaxNumSeqs = 32;

/** Over all ranks. Heads are copied until every rank has one, or one per query head if they cannot be shared out evenly. */
function bytesPerToken({ model }: FitRequest, ranks: number): number | undefined {
  const { kvHeads, headDim, attention } = model;
  const layers = attention.fullLayers + attention.windowedLayers;
  if (kvHeads === undefined || headDim === undefined || layers === 0) return undefined;
  const heads =
    kvHeads % ranks === 0 ? kvHeads : ranks % kvHeads === 0 ? ranks : model.attentionHeads;
  return 2 * layers * heads * headDim * 2;
}

/** An 8B model on a 32 GiB host is at risk while compiling; smaller shares have been seen to pass. */
function hostRisks(weightsGiB: number, cores: NeuronCores): readonly Risk[] {
  const host = cores.hostMemoryGiB;
  if (host === undefined || weightsGiB < 0.4 * host) return [];
  const message = `Compiling and loading ${weightsGiB.toFixed(1)} GiB of weights needs host memory; ${host} GiB may be too little.`;
  return [{ kind: 'host-memory', message }];
}
