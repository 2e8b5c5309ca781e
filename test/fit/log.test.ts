import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainVllmLog } from '../../server/src/fit/log.ts';

const startUp = `
(APIServer pid=1) INFO 04-22 15:12:00 [entrypoints/utils.py:299]  ▄▄ ▄█ █     █     █ ▀▄▀ █  version 0.19.0
(APIServer pid=1) INFO 04-22 15:12:11 [config/model.py:1678] Using max model len 8192
(EngineCore pid=283) INFO 04-22 15:12:23 [v1/engine/core.py:105] Initializing a V1 LLM engine (v0.19.0) with config: model='codellama/CodeLlama-7b-hf', dtype=torch.bfloat16, max_seq_len=8192, tensor_parallel_size=1, pipeline_parallel_size=1, quantization=None
(EngineCore pid=283) DEBUG 04-22 15:12:24 [v1/worker/gpu_worker.py:284] worker init memory snapshot: torch_peak=0.0GiB, free_memory=78.68GiB, total_memory=79.19GiB, cuda_memory=0.51GiB
(EngineCore pid=283) INFO 04-22 15:12:59 [gpu_model_runner.py:4820] Model loading took 12.56 GiB memory and 31.4 seconds
(EngineCore pid=283) DEBUG 04-22 15:13:30 [gpu_worker.py:401] Memory profiling takes 9.29 seconds. Total non KV cache memory: 13.57GiB; torch peak memory increase: 0.77GiB; non-torch forward increase memory: 0.25GiB; weights memory: 12.56GiB.
(EngineCore pid=283) INFO 04-22 15:13:30 [gpu_worker.py:436] Available KV cache memory: 61.66 GiB
(EngineCore pid=283) INFO 04-22 15:13:30 [kv_cache_utils.py:1319] GPU KV cache size: 126,256 tokens
(EngineCore pid=283) INFO 04-22 15:13:30 [kv_cache_utils.py:1324] Maximum concurrency for 8,192 tokens per request: 15.41x
(EngineCore pid=283) INFO 04-22 15:13:50 [gpu_model_runner.py:5804] Graph capturing finished in 12 secs, took 0.89 GiB
`;

describe('figures of a start-up log', () => {
  it('reads what a V1 engine prints', () => {
    expect(explainVllmLog(startUp)).toEqual({
      failures: [],
      facts: {
        vllmVersion: '0.19.0',
        engine: 'V1',
        model: 'codellama/CodeLlama-7b-hf',
        tensorParallelSize: 1,
        pipelineParallelSize: 1,
        maxModelLen: 8192,
        totalGiB: 79.19,
        weightsGiB: 12.56,
        activationGiB: 0.77,
        nonTorchGiB: 0.25,
        kvCacheGiB: 61.66,
        kvCacheTokens: 126256,
        maxConcurrency: 15.41,
        cudaGraphGiB: 0.89,
      },
    });
  });

  it('reads what a V0 engine prints', () => {
    const log = `
INFO 02-10 llm_engine.py:234] Initializing a V0 LLM engine (v0.7.2) with config: model='m', tensor_parallel_size=2
INFO 02-10 model_runner.py:1115] Loading model weights took 14.9888 GB
INFO 02-10 worker.py:266] the current vLLM instance can use total_gpu_memory (22.06GiB) x gpu_memory_utilization (0.90) = 19.85GiB
INFO 02-10 worker.py:266] model weights take 14.99GiB; non_torch_memory takes 0.07GiB; PyTorch activation peak memory takes 1.19GiB; the rest of the memory reserved for KV Cache is 3.60GiB.
INFO 02-10 executor_base.py:111] # CUDA blocks: 1800, # CPU blocks: 2048`;
    expect(explainVllmLog(log).facts).toEqual({
      vllmVersion: '0.7.2',
      engine: 'V0',
      model: 'm',
      tensorParallelSize: 2,
      gpuMemoryUtilization: 0.9,
      totalGiB: 22.06,
      weightsGiB: 14.9888,
      activationGiB: 1.19,
      nonTorchGiB: 0.07,
      kvCacheGiB: 3.6,
      gpuBlocks: 1800,
    });
  });

  it('takes the smallest cache of several ranks', () => {
    const log = 'Available KV cache memory: 5.5 GiB\nAvailable KV cache memory: 4.25 GiB';
    expect(explainVllmLog(log).facts.kvCacheGiB).toBe(4.25);
  });
});

describe('failures', () => {
  it('pins the message of a context too long for the cache, and proves a fix', () => {
    const log = `Traceback (most recent call last):
ValueError: To serve at least one request with the model's max seq len (131072), (16.00 GiB KV cache is needed, which is larger than the available KV cache memory (3.55 GiB). Based on the available memory, the estimated maximum model length is 29072. Try increasing \`gpu_memory_utilization\`
RuntimeError: Engine core initialization failed. See root cause above. Failed core proc(s): {}`;
    expect(explainVllmLog(log).failures).toEqual([
      {
        kind: 'context-exceeds-kv-cache',
        line: 1,
        message:
          'One request of 131072 tokens needs 16.00 GiB of KV cache and 3.55 GiB is there. vLLM says that 29072 tokens would fit.',
        keys: ['maxModelLen', 'gpuMemoryUtilization', 'tensorParallelSize', 'kvCacheDtype'],
        fixes: [{ key: 'maxModelLen', value: 29072 }],
        source: 'vllm/v1/core/kv_cache_utils.py',
      },
    ]);
  });

  it('reads a message that a terminal wrapped', () => {
    const log = `The model's max seq len (32768) is larger than
      the maximum number of tokens that can be
      stored in KV cache (27296).`;
    expect(explainVllmLog(log).failures[0]?.fixes).toEqual([{ key: 'maxModelLen', value: 27296 }]);
  });

  it.each([
    ['ValueError: No available memory for the cache blocks.', 'no-memory-for-kv-cache'],
    [
      'CUDA out of memory occurred when warming up sampler with 1024 dummy requests.',
      'out-of-memory-sampler',
    ],
    [
      'torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 896.00 MiB. GPU 0 has a total capacity of 22.06 GiB of which 524.06 MiB is free.',
      'out-of-memory',
    ],
    [
      'ValueError: Free memory on device cuda:0 (15.32/22.04 GiB) on startup is less than desired GPU memory utilization (0.88, 19.39 GiB).',
      'gpu-already-in-use',
    ],
    [
      "User-specified max_model_len (65536) is greater than the derived max_model_len (max_position_embeddings=32768.0 or model_max_length=None in model's config.json).",
      'context-exceeds-model',
    ],
    [
      'Total number of attention heads (28) must be divisible by tensor parallel size (8).',
      'heads-not-divisible',
    ],
    [
      'World size (8) is larger than the number of available GPUs (4) in this node.',
      'too-few-gpus',
    ],
    ['ValueError: Current node has no GPU available. current_node_resource={}', 'too-few-gpus'],
    [
      'NRT:nrt_allocate_neuron_cores Logical Neuron Core(s) not available - Requested:lnc0-lnc0 Available:0 Logical Core size:2',
      'too-few-neuron-cores',
    ],
    [
      'ValueError: Bfloat16 is only supported on GPUs with compute capability of at least 8.0. Your Tesla T4 GPU has compute capability 7.5.',
      'bfloat16-unsupported',
    ],
    [
      'The quantization method awq is not supported for the current GPU. Minimum capability: 75. Current capability: 70.',
      'quantization-unsupported',
    ],
    [
      'ValueError: max_num_batched_tokens (4096) is smaller than max_model_len (4608).',
      'batch-smaller-than-context',
    ],
    ['vllm serve: error: unrecognized arguments: --swap-space 4', 'unknown-arguments'],
    [
      "TypeError: AsyncEngineArgs.__init__() got an unexpected keyword argument 'tokenizer_pool_size'",
      'script-does-not-match-vllm',
    ],
    [
      "ValueError: Model architectures ['Qwen9ForCausalLM'] are not supported for now.",
      'architecture-unsupported',
    ],
    ['OSError: You are trying to access a gated repo. Cannot access gated repo', 'model-gated'],
    ['RuntimeError: Failed to infer device type', 'no-accelerator-in-container'],
    [
      "ValueError: VLLM_PORT 'tcp://10.100.1.2:8000' appears to be a URI. This may be caused by a Kubernetes service discovery issue",
      'service-name-clash',
    ],
    ['RuntimeError: Engine core initialization failed. See root cause above.', 'engine-died'],
  ])('%s', (log, kind) => {
    const { failures } = explainVllmLog(`noise\n${log}\nmore noise`);
    expect(failures.map((failure) => failure.kind)).toEqual([kind]);
    expect(failures[0]?.line).toBe(1);
  });

  it('says nothing about text it does not know', () => {
    expect(explainVllmLog('INFO: Application startup complete.')).toEqual({
      facts: {},
      failures: [],
    });
    expect(explainVllmLog('')).toEqual({ facts: {}, failures: [] });
  });

  it('counts lines from the top of a log of which it reads only the end', () => {
    const log = `${'x\n'.repeat(700_000)}RuntimeError: Failed to infer device type`;
    expect(explainVllmLog(log).failures[0]?.line).toBe(700_000);
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        expect(explainVllmLog(text).failures).toEqual([]);
      }),
    );
    for (const unit of ['a', '1', '█ model ', 'tensor_parallel_size=', '(']) {
      expect(explainVllmLog(unit.repeat(100_000)).failures).toEqual([]);
    }
  });
});
