import type { ModelFacts } from '../catalog/models.ts';
import type { NeuronDevice } from '../catalog/neuron.ts';
import type { Version } from '../catalog/versions.ts';

/** A model, the device it shall run on, and what the values say. Absent means vLLM's default. */
export interface FitRequest extends ServingSettings {
  readonly model: ModelFacts;
  readonly device: FitDevice;
}

export type FitDevice = GpuDevice | NeuronCores;

/** One GPU of a node; all GPUs of a node are taken to be alike. */
export interface GpuDevice {
  readonly kind: 'gpu';
  readonly name: string;
  /** Total memory as CUDA reports it, GiB. */
  readonly totalGiB: number;
  /** Whether `totalGiB` was seen in a log; false when it is worked out from the nominal size. */
  readonly isMeasured: boolean;
  /** Compute capability times 10. Absent: AMD, or not known. */
  readonly sm?: number;
}

/** A Neuron chip at its default logical core setting. */
export interface NeuronCores {
  readonly kind: 'neuron';
  readonly name: string;
  readonly device: NeuronDevice;
  /** Host memory of the instance, GiB: compiling needs it. Absent: not known. */
  readonly hostMemoryGiB?: number;
}

export interface ServingSettings {
  readonly tensorParallelSize?: number;
  readonly pipelineParallelSize?: number;
  /** Share of GPU memory that vLLM may take, 0 to 1. */
  readonly gpuMemoryUtilization?: number;
  /** Tokens of one request, prompt and answer. */
  readonly maxModelLen?: number;
  readonly maxNumSeqs?: number;
  readonly maxNumBatchedTokens?: number;
  /** `auto`, `bfloat16`, `float16` (`half`), `float32` (`float`). */
  readonly dtype?: string;
  /** `auto`, `fp8`, `fp8_e4m3`, `fp8_e5m2`, `bfloat16`, `float16`. */
  readonly kvCacheDtype?: string;
  /** Value of `--quantization`, or a scheme such as `w4a16`. */
  readonly quantization?: string;
  readonly vllmVersion?: Version;
  readonly enforceEager?: boolean;
  /** Whether vLLM's own image runs, which carries FlashInfer at every release. Absent: not known. */
  readonly hasFlashInfer?: boolean;
  /** Which engine runs. Absent: worked out from the version and the GPU. */
  readonly engine?: 'V0' | 'V1';
}
