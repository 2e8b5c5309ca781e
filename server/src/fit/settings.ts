import type { ModelFacts } from '../catalog/models.ts';
import type { QuantizationMethod } from '../catalog/quantization.ts';
import { isAtLeast, type Version } from '../catalog/versions.ts';
import { defaultBatch, defaultGpuMemoryUtilization } from '../catalog/vllm-defaults.ts';
import { quantizationMethod } from './quantization-method.ts';
import type { FitRequest, GpuDevice } from './request.ts';

/** Every number the GPU estimate needs, with vLLM's defaults filled in. */
export interface GpuSettings {
  readonly model: ModelFacts;
  readonly gpu: GpuDevice;
  readonly tensorParallelSize: number;
  readonly pipelineParallelSize: number;
  readonly gpuMemoryUtilization: number;
  readonly maxModelLen: number;
  readonly maxNumSeqs: number;
  readonly maxNumBatchedTokens: number;
  readonly weightBytes: number;
  /** Bytes of one number in the KV cache. */
  readonly kvBytes: number;
  readonly quantization: QuantizationMethod | undefined;
  readonly version: Version | undefined;
  readonly engine: 'V0' | 'V1';
  readonly hasChunkedPrefill: boolean;
  readonly enforceEager: boolean;
  readonly hasFlashInfer: boolean;
}

/** What could not be settled, in words that finish "unknown: …". */
export interface Unsettled {
  readonly missing: readonly string[];
}

/** Fills in defaults as vLLM's API server does and says, in `assumptions`, which ones it used. */
export function settle(
  request: FitRequest,
  gpu: GpuDevice,
  assumptions: string[],
): GpuSettings | Unsettled {
  const { model, vllmVersion: version } = request;
  const quantization = quantizationMethod(request.quantization, model.quantization);
  const weightBytes = dtypeBytes(request.dtype, model.dtype);
  const kvBytes = kvCacheBytes(request.kvCacheDtype, weightBytes ?? 2);
  const maxModelLen = request.maxModelLen ?? model.maxPositionEmbeddings;
  const missing = [
    ...(quantization === 'unknown' ? [`how large ${request.quantization ?? ''} weights are`] : []),
    ...(weightBytes === undefined ? [`the size of dtype ${request.dtype ?? ''}`] : []),
    ...(kvBytes === undefined ? [`the size of kvCacheDtype ${request.kvCacheDtype ?? ''}`] : []),
    ...(maxModelLen === undefined ? ['maxModelLen (the model’s own limit is not known)'] : []),
  ];
  if (
    quantization === 'unknown' ||
    weightBytes === undefined ||
    kvBytes === undefined ||
    maxModelLen === undefined
  ) {
    return { missing };
  }

  const engine = request.engine ?? engineOf(version, gpu);
  // V0 turned chunked prefill on by itself only for contexts beyond 32k (vLLM 0.6 to 0.7).
  const hasChunkedPrefill = engine === 'V1' || maxModelLen > 32768;
  const batch = defaultBatch({ name: gpu.name, totalGiB: gpu.totalGiB }, version);
  const defaults =
    engine === 'V1'
      ? batch
      : {
          maxNumSeqs: 256,
          maxNumBatchedTokens: hasChunkedPrefill ? 2048 : Math.max(maxModelLen, 2048),
        };
  const settings = {
    tensorParallelSize: request.tensorParallelSize ?? 1,
    pipelineParallelSize: request.pipelineParallelSize ?? 1,
    gpuMemoryUtilization: request.gpuMemoryUtilization ?? defaultGpuMemoryUtilization(version),
    maxModelLen,
    maxNumSeqs: request.maxNumSeqs ?? defaults.maxNumSeqs,
    maxNumBatchedTokens: request.maxNumBatchedTokens ?? defaults.maxNumBatchedTokens,
  };
  for (const [name, value] of Object.entries(settings)) {
    if (request[name as keyof typeof settings] === undefined) {
      assumptions.push(`${name} is ${value}, ${originOf(name)}.`);
    }
  }
  if (version === undefined) {
    assumptions.push('The vLLM version is not known; a current one (0.21 or later) is assumed.');
  }
  return {
    ...settings,
    model,
    gpu,
    weightBytes,
    kvBytes,
    quantization,
    version,
    engine,
    hasChunkedPrefill,
    enforceEager: request.enforceEager ?? false,
    hasFlashInfer: request.hasFlashInfer ?? false,
  };
}

/** Whether the release is at least `bound`; an unknown version counts as a current one. */
export function isSince(version: Version | undefined, bound: string): boolean {
  return version === undefined || isAtLeast(version, bound);
}

function originOf(name: string): string {
  return name === 'maxModelLen' ? 'the longest context of the model' : 'the default of vLLM';
}

/** V1 is the default from 0.8 on cards of compute capability 8.0; V0 is gone from 0.11. */
function engineOf(version: Version | undefined, gpu: GpuDevice): 'V0' | 'V1' {
  if (isSince(version, '0.11.0')) return 'V1';
  return isSince(version, '0.8.0') && (gpu.sm ?? 80) >= 80 ? 'V1' : 'V0';
}

const bytesOfDtype: ReadonlyMap<string, number> = new Map([
  ['bfloat16', 2],
  ['float16', 2],
  ['half', 2],
  ['float32', 4],
  ['float', 4],
]);

function dtypeBytes(asked: string | undefined, own: ModelFacts['dtype']): number | undefined {
  // `auto` turns a float32 checkpoint into float16 (vllm/config/model.py, _get_and_verify_dtype).
  if (asked === undefined || asked === 'auto') return own === 'float32' ? 2 : bytesOfDtype.get(own);
  return bytesOfDtype.get(asked);
}

function kvCacheBytes(asked: string | undefined, weightBytes: number): number | undefined {
  if (asked === undefined || asked === 'auto') return weightBytes;
  return asked.startsWith('fp8') ? 1 : bytesOfDtype.get(asked);
}
