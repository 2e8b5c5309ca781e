/** One cause that a log can prove. Ids are stable. */
export type FailureKind =
  | 'context-exceeds-kv-cache'
  | 'context-exceeds-model'
  | 'no-memory-for-kv-cache'
  | 'out-of-memory'
  | 'out-of-memory-sampler'
  | 'gpu-already-in-use'
  | 'heads-not-divisible'
  | 'too-few-gpus'
  | 'too-few-neuron-cores'
  | 'bfloat16-unsupported'
  | 'quantization-unsupported'
  | 'batch-smaller-than-context'
  | 'batch-smaller-than-requests'
  | 'unknown-arguments'
  | 'script-does-not-match-vllm'
  | 'architecture-unsupported'
  | 'model-not-found'
  | 'model-gated'
  | 'no-accelerator-in-container'
  | 'gpu-too-old-for-image'
  | 'driver-too-old'
  | 'service-name-clash'
  | 'ray-version-mismatch'
  | 'pip-cannot-install'
  | 'engine-died';

export interface LogFix {
  readonly key: string;
  readonly value: string | number;
}

export interface Failure {
  readonly kind: FailureKind;
  readonly pattern: RegExp;
  readonly message: (match: RegExpExecArray) => string;
  readonly keys: readonly string[];
  readonly fixes?: (match: RegExpExecArray) => readonly LogFix[];
  /** Only follows from another failure: told when nothing better is found. */
  readonly isConsequence?: true;
  readonly source: string;
}

const kvCacheUtils = 'vllm/v1/core/kv_cache_utils.py';
const modelConfig = 'vllm/config/model.py';

/** Messages as vLLM, torch, Ray and the Neuron runtime word them; white space may be wrapped. */
export const failures: readonly Failure[] = [
  {
    kind: 'context-exceeds-kv-cache',
    pattern: words(
      "To serve at least one request with the models?'?s max seq len \\((\\d+)\\), \\(?([\\d.]+) GiB KV cache is needed, which is larger than the available KV cache memory \\(([\\d.]+) GiB\\)\\.?( Based on the available memory, the estimated maximum model length is (\\d+))?",
    ),
    message: ([, length, needed, available, , estimate]) =>
      `One request of ${length ?? ''} tokens needs ${needed ?? ''} GiB of KV cache and ${available ?? ''} GiB is there.${estimate ? ` vLLM says that ${estimate} tokens would fit.` : ''}`,
    keys: ['maxModelLen', 'gpuMemoryUtilization', 'tensorParallelSize', 'kvCacheDtype'],
    fixes: ([, , , , , estimate]) =>
      estimate === undefined ? [] : [{ key: 'maxModelLen', value: Number(estimate) }],
    source: kvCacheUtils,
  },
  {
    kind: 'context-exceeds-kv-cache',
    pattern: words(
      "The model's max seq len \\((\\d+)\\) is larger than the maximum number of tokens that can be stored in KV cache \\((\\d+)\\)",
    ),
    message: ([, length, tokens]) =>
      `The KV cache holds ${tokens ?? ''} tokens and one request may have ${length ?? ''}.`,
    keys: ['maxModelLen', 'gpuMemoryUtilization', 'tensorParallelSize'],
    fixes: ([, , tokens]) => [{ key: 'maxModelLen', value: Number(tokens) }],
    source: 'vllm/worker/worker.py (V0)',
  },
  {
    kind: 'no-memory-for-kv-cache',
    pattern: words('No available memory for the cache blocks'),
    message: () =>
      'After weights and working memory, nothing of the GPU memory that vLLM may use was left for the KV cache.',
    keys: ['gpuMemoryUtilization', 'tensorParallelSize', 'maxNumSeqs', 'instanceType'],
    source: kvCacheUtils,
  },
  {
    kind: 'out-of-memory-sampler',
    pattern: words('out of memory occurred when warming up sampler with (\\d+) dummy requests'),
    message: ([, requests]) =>
      `GPU memory ran out while vLLM tried to sample for ${requests ?? ''} requests at once: that takes requests x vocabulary.`,
    keys: ['maxNumSeqs', 'gpuMemoryUtilization'],
    source: 'vllm/v1/worker/gpu_model_runner.py',
  },
  {
    kind: 'out-of-memory',
    pattern: words(
      '(?:CUDA|HIP) out of memory\\. Tried to allocate ([\\d.]+ \\w+)\\.(?: GPU (\\d+) has a total capac?ity of ([\\d.]+) GiB of which ([\\d.]+ \\w+) is free)?',
    ),
    message: ([, wanted, , total, free]) =>
      total === undefined || free === undefined
        ? `GPU memory ran out: ${wanted ?? ''} more was asked for.`
        : `GPU memory ran out: ${wanted ?? ''} more was asked for and ${free} of ${total} GiB was free.`,
    keys: ['gpuMemoryUtilization', 'maxNumSeqs', 'tensorParallelSize', 'instanceType'],
    source: 'torch.OutOfMemoryError',
  },
  {
    kind: 'gpu-already-in-use',
    pattern: words(
      'Free memory on device(?: \\S+)? \\(([\\d.]+)/([\\d.]+) GiB\\) on startup is less than desired GPU memory utilization \\(([\\d.]+), ([\\d.]+) GiB\\)',
    ),
    message: ([, free, total, share, wanted]) =>
      `${free ?? ''} of ${total ?? ''} GiB was free at start and gpuMemoryUtilization ${share ?? ''} asks for ${wanted ?? ''} GiB: something else is on this GPU.`,
    keys: ['gpuMemoryUtilization'],
    source: 'vllm/v1/worker/utils.py',
  },
  {
    kind: 'context-exceeds-model',
    pattern: words(
      'User-specified max_model_len \\((\\d+)\\) is greater than the derived max_model_len \\(\\w+=(\\d+)',
    ),
    message: ([, length, limit]) =>
      `maxModelLen is ${length ?? ''} and the model's config allows ${limit ?? ''}.`,
    keys: ['maxModelLen'],
    fixes: ([, , limit]) => [{ key: 'maxModelLen', value: Number(limit) }],
    source: modelConfig,
  },
  {
    kind: 'heads-not-divisible',
    pattern: words(
      'Total number of attention heads \\((\\d+)\\) must be divisible by tensor parallel size \\((\\d+)\\)',
    ),
    message: ([, heads, size]) =>
      `The model has ${heads ?? ''} attention heads, which ${size ?? ''} GPUs cannot share evenly.`,
    keys: ['tensorParallelSize'],
    source: modelConfig,
  },
  {
    kind: 'too-few-gpus',
    pattern: words(
      'World size \\((\\d+)\\) is larger than the number of available GPUs \\((\\d+)\\)',
    ),
    message: ([, world, there]) =>
      `tensorParallelSize x pipelineParallelSize is ${world ?? ''} and the pod has ${there ?? ''} GPUs.`,
    keys: ['tensorParallelSize', 'pipelineParallelSize', 'nvidia.com/gpu'],
    source: 'vllm/config/parallel.py',
  },
  {
    kind: 'too-few-gpus',
    pattern: words(
      'Current node has no GPU available|number of required GPUs exceeds the total number of available GPUs',
    ),
    message: () =>
      'vLLM asked Ray for more GPUs than are free beside the replica: tensorParallelSize x pipelineParallelSize is more than the GPUs of one worker.',
    keys: ['tensorParallelSize', 'pipelineParallelSize', 'numGpus', 'nvidia.com/gpu'],
    source: 'vllm/executor/ray_utils.py',
  },
  {
    kind: 'too-few-neuron-cores',
    pattern: words('Logical Neuron Core\\(s\\) not available - Requested:(\\S+) Available:(\\d+)'),
    message: ([, wanted, there]) =>
      `The Neuron runtime asked for cores ${wanted ?? ''} and ${there ?? ''} were free: tensorParallelSize is more than the cores requested, or another process holds them.`,
    keys: ['tensorParallelSize', 'aws.amazon.com/neuron'],
    source: 'Neuron runtime, nrt_allocate_neuron_cores',
  },
  {
    kind: 'bfloat16-unsupported',
    pattern: words(
      'Bfloat16 is only supported on GPUs with compute capability of at least 8\\.0\\. Your (.{1,80}?) GPU has compute capability (\\d+\\.\\d+)',
    ),
    message: ([, gpu, capability]) =>
      `${gpu ?? ''} (compute capability ${capability ?? ''}) has no bfloat16.`,
    keys: ['dtype', 'instanceType'],
    fixes: () => [{ key: 'dtype', value: 'half' }],
    source: 'vllm/platforms/cuda.py',
  },
  {
    kind: 'quantization-unsupported',
    pattern: words(
      '(?:The quantization method (\\S+)|Quantization scheme) is not supported for the current GPU\\. Min(?:imum)? capability: (\\d+)\\. Current capability: (\\d+)',
    ),
    message: ([, method, needed, there]) =>
      `${method ?? 'This quantisation'} needs compute capability ${dotted(needed)} and this GPU has ${dotted(there)}.`,
    keys: ['quantization', 'modelId', 'instanceType'],
    source: 'vllm/config/vllm.py',
  },
  {
    kind: 'batch-smaller-than-context',
    pattern: words(
      'max_num_batched_tokens \\((\\d+)\\) is smaller than max_model_len \\((\\d+)\\)',
    ),
    message: ([, batch, length]) =>
      `maxNumBatchedTokens is ${batch ?? ''} and, without chunked prefill, a prompt of maxModelLen ${length ?? ''} must fit in one batch.`,
    keys: ['maxNumBatchedTokens', 'maxModelLen'],
    fixes: ([, , length]) => [{ key: 'maxNumBatchedTokens', value: Number(length) }],
    source: 'vllm/config/scheduler.py',
  },
  {
    kind: 'batch-smaller-than-requests',
    pattern: words(
      'max_num_batched_tokens \\((\\d+)\\) must be greater than or equal to max_num_seqs \\((\\d+)\\)',
    ),
    message: ([, batch, requests]) =>
      `maxNumBatchedTokens is ${batch ?? ''}, less than maxNumSeqs ${requests ?? ''}: every request takes at least one token of a batch.`,
    keys: ['maxNumBatchedTokens', 'maxNumSeqs'],
    source: 'vllm/config/scheduler.py',
  },
  {
    kind: 'unknown-arguments',
    pattern: /error: unrecognized arguments: ([^\n]{1,200})/,
    message: ([, rest]) => `This vLLM does not know ${(rest ?? '').trim()}.`,
    keys: ['modelParameters', 'tag'],
    source: 'argparse, as vllm serve uses it',
  },
  {
    kind: 'script-does-not-match-vllm',
    pattern:
      /(?:AsyncEngineArgs|EngineArgs)\.__init__\(\) got an unexpected keyword argument '(\w+)'/,
    message: ([, name]) =>
      `The script that starts the engine passes ${name ?? ''}, which this vLLM no longer has.`,
    keys: ['vllmVersion', 'tag'],
    source: 'Python, on vllm/engine/arg_utils.py',
  },
  {
    kind: 'architecture-unsupported',
    pattern: /Model architectures \[?'?([\w', ]+?)'?\]? are not supported/,
    message: ([, name]) => `This vLLM has no implementation of ${name ?? 'the model'}.`,
    keys: ['tag', 'vllmVersion', 'modelId'],
    source: 'vllm/model_executor/models/registry.py',
  },
  {
    kind: 'model-gated',
    pattern: words(
      'Cannot access gated repo|Access to model (\\S+) is restricted|401 Client Error: Unauthorized for url: https://huggingface',
    ),
    message: ([, model]) =>
      `The hub refuses ${model ?? 'the model'}: the token in the hf-token secret is missing or wrong, or its owner has not accepted the licence.`,
    keys: ['modelId', 'hf-token'],
    source: 'huggingface_hub, GatedRepoError',
  },
  {
    kind: 'model-not-found',
    pattern: words(
      'Repository Not Found for url|(?:^|\\s)(\\S{1,200}) is not a local folder and is not a valid model identifier',
    ),
    message: ([, model]) =>
      `The hub has no ${model ?? 'such model'} that this token may see: check the spelling.`,
    keys: ['modelId'],
    source: 'huggingface_hub and transformers',
  },
  {
    kind: 'no-accelerator-in-container',
    pattern: words('Failed to infer device type|No CUDA GPUs are available'),
    message: () =>
      'vLLM saw no accelerator in its container: the pod has none, or the image is built for another kind.',
    keys: ['accelerator', 'repository', 'nvidia.com/gpu'],
    source: 'vllm/config/device.py',
  },
  {
    kind: 'gpu-too-old-for-image',
    pattern: words('no kernel image is available for execution on the device'),
    message: () => 'The image holds no code for this GPU: it is older (or newer) than the build.',
    keys: ['tag', 'instanceType'],
    source: 'CUDA runtime',
  },
  {
    kind: 'driver-too-old',
    pattern: words(
      'The NVIDIA driver on your system is too old|CUDA driver version is insufficient for CUDA runtime version',
    ),
    message: () => "The node's NVIDIA driver is older than the CUDA of this image needs.",
    keys: ['tag'],
    source: 'torch and CUDA runtime',
  },
  {
    kind: 'service-name-clash',
    pattern: words("VLLM_PORT '([^']+)' appears to be a URI"),
    message: () =>
      'A Kubernetes service named vllm sets VLLM_PORT in every pod of its namespace, and vLLM reads that as its own port.',
    keys: ['serviceName'],
    source: 'vllm/envs.py',
  },
  {
    kind: 'ray-version-mismatch',
    pattern:
      /Version mismatch: The cluster was started with:\s*Ray: (\S+)\s*Python: (\S+)\s*This process(?: on node \S+)? was started with:\s*Ray: (\S+)\s*Python: (\S+)/,
    message: ([, clusterRay, clusterPython, ray, python]) =>
      `The cluster runs Ray ${clusterRay ?? ''} on Python ${clusterPython ?? ''} and this process Ray ${ray ?? ''} on Python ${python ?? ''}.`,
    keys: ['rayVersion', 'pythonVersion', 'tag'],
    source: 'ray/_private/utils.py, check_version_info',
  },
  {
    kind: 'pip-cannot-install',
    pattern:
      /(?:Could not find a version that satisfies the requirement|Invalid requirement:) '?(vllm\S*)/,
    message: ([, wanted]) => `pip found no ${wanted ?? 'vllm'} for this Python.`,
    keys: ['vllmVersion', 'pythonVersion'],
    source: 'pip, in the runtime environment of Ray',
  },
  {
    kind: 'engine-died',
    pattern: words('Engine core initialization failed\\. See root cause above'),
    message: () =>
      'The engine died while starting; the reason is further up in the log than what was pasted.',
    keys: [],
    isConsequence: true,
    source: 'vllm/v1/engine/utils.py',
  },
];

/** A pattern whose blanks also match a line break, as pasted logs are often wrapped. */
function words(pattern: string): RegExp {
  return new RegExp(pattern.replaceAll(' ', '\\s+'), 'i');
}

function dotted(capability: string | undefined): string {
  return capability === undefined ? '' : (Number(capability) / 10).toFixed(1);
}
