import type { InferenceConfig } from './inference-config.ts';

/** What a flag makes unknown: the size of the weights, the memory of a device, or how many ranks there are and where. */
export type Unmodelled = 'weights' | 'memory' | 'ranks';

interface UnmodelledFlag {
  readonly flag: string;
  readonly changes: readonly Unmodelled[];
  /** Values that change nothing, as text. */
  readonly except?: readonly string[];
  /** Only these values change something. */
  readonly only?: readonly string[];
}

/**
 * Flags that change what lies in memory, or where ranks run, in ways that nothing here has a model
 * of. LoRA adapters and drafts for speculative decoding come on top: the estimate says so.
 */
const unmodelledFlags: readonly UnmodelledFlag[] = [
  { flag: 'additional-config', changes: ['weights', 'memory'] },
  // A file may hold any argument.
  { flag: 'config', changes: ['weights', 'memory', 'ranks'] },
  { flag: 'cpu-offload-gb', changes: ['weights', 'memory'] },
  { flag: 'cpu-offload-params', changes: ['weights', 'memory'] },
  { flag: 'data-parallel-address', changes: ['ranks'] },
  { flag: 'data-parallel-backend', changes: ['ranks'] },
  { flag: 'data-parallel-external-lb', changes: ['ranks'] },
  { flag: 'data-parallel-hybrid-lb', changes: ['ranks'] },
  { flag: 'data-parallel-rank', changes: ['ranks'] },
  { flag: 'data-parallel-size-local', changes: ['ranks'] },
  { flag: 'data-parallel-start-rank', changes: ['ranks'] },
  { flag: 'decode-context-parallel-size', changes: ['memory'], except: ['1'] },
  { flag: 'disable-hybrid-kv-cache-manager', changes: ['memory'], except: ['false'] },
  // Other executors may find their devices on other nodes.
  {
    flag: 'distributed-executor-backend',
    changes: ['weights', 'memory', 'ranks'],
    except: ['mp', 'uni'],
  },
  // The fit reads it, but not how the checkpoint is turned into it.
  { flag: 'dtype', changes: ['weights'] },
  { flag: 'headless', changes: ['ranks'] },
  { flag: 'hf-config-path', changes: ['weights', 'memory'] },
  { flag: 'hf-overrides', changes: ['weights', 'memory'] },
  { flag: 'kv-cache-memory-bytes', changes: ['memory'] },
  { flag: 'kv-transfer-config', changes: ['memory'] },
  { flag: 'language-model-only', changes: ['weights'] },
  { flag: 'load-format', changes: ['weights'] },
  { flag: 'load-format', changes: ['memory'], only: ['bitsandbytes', 'gguf'] },
  { flag: 'model', changes: ['weights', 'memory'] },
  { flag: 'nnodes', changes: ['ranks'] },
  { flag: 'node-rank', changes: ['ranks'] },
  { flag: 'num-gpu-blocks-override', changes: ['memory'] },
  { flag: 'offload-backend', changes: ['weights', 'memory'] },
  { flag: 'offload-group-size', changes: ['weights', 'memory'], except: ['0'] },
  { flag: 'offload-params', changes: ['weights', 'memory'] },
  { flag: 'override-neuron-config', changes: ['weights', 'memory'] },
  { flag: 'prefill-context-parallel-size', changes: ['memory', 'ranks'], except: ['1'] },
  { flag: 'quantization', changes: ['weights'] },
  { flag: 'quantization-config', changes: ['weights', 'memory'] },
  { flag: 'vllm-use-v1', changes: ['memory'] },
  { flag: 'worker-cls', changes: ['weights', 'memory', 'ranks'] },
];

/** The flags in the values that make `what` unknown. Empty: it can be worked out. */
export function unmodelledFlagsOf(config: InferenceConfig, what: Unmodelled): readonly string[] {
  return unmodelledFlags
    .filter((record) => record.changes.includes(what) && isGiven(config, record))
    .map(({ flag }) => flag);
}

function isGiven(config: InferenceConfig, { flag, except, only }: UnmodelledFlag): boolean {
  const fact = config.flags.get(flag);
  if (config.known.undecidedFlags.has(flag)) return true;
  if (fact === undefined) return false;
  const value = String(fact.value);
  // On Ray Serve the chart's workers are the cluster that Ray places ranks in.
  if (flag === 'distributed-executor-backend' && value === 'ray' && config.isRay) return false;
  return except?.includes(value) !== true && only?.includes(value) !== false;
}
