import { readFileSync } from 'node:fs';
import { findModel } from '../../server/src/catalog/models.ts';
import { parseVersion } from '../../server/src/catalog/versions.ts';
import { estimateFit } from '../../server/src/fit/estimate.ts';
import type { KnownFit } from '../../server/src/fit/fit.ts';
import type { FitRequest } from '../../server/src/fit/request.ts';

/** One run of vLLM as its own log tells it. */
export interface MeasuredRun {
  readonly id: string;
  readonly modelId: string;
  readonly quantization: string | null;
  readonly gpu: string;
  readonly gpuTotalGiB: number;
  readonly tensorParallelSize: number;
  readonly pipelineParallelSize: number;
  readonly gpuMemoryUtilization: number;
  readonly maxModelLen: number;
  readonly maxNumSeqs: number | null;
  readonly maxNumBatchedTokens: number | null;
  readonly dtype: string;
  readonly kvCacheDtype: string;
  readonly enforceEager: boolean;
  readonly vllmVersion: string;
  readonly outcome: string;
  readonly reported: {
    readonly weightsGiB: number;
    readonly activationGiB: number;
    readonly nonTorchGiB: number;
    readonly availableKvGiB: number;
    readonly kvCacheTokens: number;
    readonly gpuBlocks: number;
    readonly maxConcurrency: number;
    readonly cudaGraphEstimatedGiB: number | null;
  };
}

const fixture = new URL('./fixtures/vllm-start-up-logs.json', import.meta.url);

export const measuredRuns = (
  JSON.parse(readFileSync(fixture, 'utf8')) as { readonly rows: readonly MeasuredRun[] }
).rows;

export function requestOf(run: MeasuredRun): FitRequest {
  const model = findModel(run.modelId);
  if (model === undefined) throw new Error(`no facts for ${run.modelId}`);
  const version = parseVersion(run.vllmVersion);
  return {
    model,
    device: { kind: 'gpu', name: run.gpu, totalGiB: run.gpuTotalGiB, isMeasured: true, sm: 90 },
    tensorParallelSize: run.tensorParallelSize,
    pipelineParallelSize: run.pipelineParallelSize,
    gpuMemoryUtilization: run.gpuMemoryUtilization,
    maxModelLen: run.maxModelLen,
    ...(run.maxNumSeqs !== null && { maxNumSeqs: run.maxNumSeqs }),
    ...(run.maxNumBatchedTokens !== null && { maxNumBatchedTokens: run.maxNumBatchedTokens }),
    dtype: run.dtype,
    kvCacheDtype: run.kvCacheDtype,
    ...(run.quantization !== null && { quantization: run.quantization }),
    enforceEager: run.enforceEager,
    ...(version && { vllmVersion: version }),
  };
}

export function predict(run: MeasuredRun): KnownFit {
  const fit = estimateFit(requestOf(run));
  if (fit.verdict === 'unknown') throw new Error(`${run.id}: ${fit.missing.join(', ')}`);
  return fit;
}
